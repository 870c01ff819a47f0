// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package changes tells people in one line what a watch saw. It reads reports and nothing else.
package changes
