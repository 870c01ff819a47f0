// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package devices prints the headsets and devices of a report for people. It looks at no device itself, and prints serial numbers and
// addresses only if the report has them.
package devices
