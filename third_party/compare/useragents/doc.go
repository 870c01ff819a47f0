// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package useragents compares package classify/useragent with two other parsers of user-agent strings,
// on the strings of its tables: how fast each parses them, and how many of the right
// answers could be given from its result. The package has only tests.
package useragents
