// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package codes explains the codes of problems that no linter has as its own ID: those that package probe gives, and the causes why a
// runtime could not be asked. It finds nothing.
package codes
