// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package site is the web server of the page on which the gate can be tried. The server
// answers no other machine. It serves what is built in, asks data sheets, and asks no runtime.
package site
