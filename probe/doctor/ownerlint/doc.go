// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package ownerlint is the linters about who may change what programs load: the manifest of a runtime, its library, and the directories on
// the way to them. It reads modes and owners, and changes none.
package ownerlint
