// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package helptext says what a command's help contains besides its own text: the global
// flags that mean something to it, and the topics that are made from tables. It never
// asks and never prints by itself.
package helptext
