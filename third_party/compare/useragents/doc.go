// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package useragents puts the tokenizer of classify/useragent side by side with two parsers of
// user-agent strings, on the strings of its tables: how fast each reads them, and
// how many of the answers could be given from what each makes of them. It has tests alone.
package useragents
