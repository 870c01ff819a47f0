// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package useragents puts package classify's tokenizer side by side with two parsers of
// user-agent strings, on the strings of classify's tables: how fast each reads them, and
// how many of the answers could be given from what each makes of them. It has tests alone.
package useragents
