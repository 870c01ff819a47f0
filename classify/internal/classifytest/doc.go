// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package classifytest has what the tests of classify and of the packages below it share. No
// program imports it.
package classifytest
