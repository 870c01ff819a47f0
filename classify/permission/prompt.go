// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import "slices"

// Prompt is a question to the user: may this origin know whether this computer supports
// this session mode? It names no device.
type Prompt struct {
	Key Key
	// Document is one of the documents that ask. The prompt belongs where it is shown.
	Document *Document
	// Group is the same for prompts of one origin that appear at one moment: a page that asks about
	// both immersive modes causes two. They may be shown as one, whose choice is then given to
	// each Answer. The Permissions specification requests permission for one descriptor at a
	// time, and leaves to the user agent how it asks, so that one prompt and two are both right.
	// https://www.w3.org/TR/permissions/#dfn-request-permission-to-use
	Group uint64
	// Answer reports the user's choice. It may be called from any goroutine. Only the first
	// call counts, and none counts after the prompt was withdrawn.
	Answer func(Choice)
}

// Choice is a user's answer to a prompt. A user may also give none.
type Choice int

// The choices.
const (
	Allow Choice = iota
	Block
	Dismiss
)

// ParseChoice returns the choice with a name, "allow", "block" or "dismiss", and reports
// whether there is one. Without one it returns Dismiss, which decides nothing.
func ParseChoice(name string) (choice Choice, ok bool) {
	at := slices.Index([]string{"allow", "block", "dismiss"}, name)
	if at < 0 {
		return Dismiss, false
	}
	return Choice(at), true
}

// Prompter is the embedder's user interface. A prompt appears only if the hardware is
// there, so the page must not notice it:
//   - Ask and withdraw return at once. The gate calls them on the clock's goroutine, one at a
//     time in a partition, and never in a page's call. While one of them is slow, other prompts
//     of the partition wait, and so does the clock if it has one goroutine only; no page does.
//   - The prompt is trusted user interface outside the page. It takes no focus, covers and
//     resizes nothing, stops no animation, and swallows no input of the page.
//   - Assistive technology can reach the prompt, and its use changes no time.
//
// No prompt is up during an immersive session: the gate withdraws those that are when one begins,
// and shows them again after it, if their time has not passed.
//
// Withdraw removes the prompt without an answer, or does nothing if the prompt has gone. It
// may be nil if no prompt was shown.
// https://www.w3.org/TR/webxr/#trusted-ui
type Prompter interface {
	Ask(prompt Prompt) (withdraw func())
}
