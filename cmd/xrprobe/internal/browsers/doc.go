// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package browsers prints for people what a report says of the installed browsers. It looks at no browser itself.
package browsers
