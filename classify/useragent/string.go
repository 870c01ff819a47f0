// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragent

import "github.com/xrprobe/xrprobe/classify"

// String is a user-agent string, as navigator.userAgent has it. It is a [classify.Subject].
type String string

// Classifications returns the class of every session mode for a user agent that sends the
// string. Where user agents of more than one class send it, the class is highly variable,
// and Ambiguous says why.
func (s String) Classifications() classify.Classifications { return rules.Classify(read(string(s))) }
