// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

// Prompt is a question to the user: may this origin know whether this computer can show
// this session mode? It names no device.
type Prompt struct {
	Key Key
	// Document is one that asks; the user interface shows the prompt where it is shown.
	Document *Document
	// Answer tells what the user chose, if anything, from any goroutine. Only the first
	// answer counts, and none does after the prompt was withdrawn.
	Answer func(Choice)
}

// Choice is what a user may do with a prompt, besides nothing.
type Choice int

// The choices.
const (
	Allow Choice = iota
	Block
	Dismiss
)

// Prompter is the embedder's user interface. The page must not notice a prompt, since one
// is shown where the hardware is there and not where it is not. So Ask returns at once;
// the prompt is trusted user interface outside of the page; it takes no focus, covers and
// resizes nothing, stops no animation and swallows no input of the page; and it can be
// reached by assistive technology, whose use changes no time. A prompt while an immersive
// session runs ends the session first. Withdraw takes the prompt away without an answer,
// and does nothing if it has gone; where it is nil nothing was shown.
// https://www.w3.org/TR/webxr/#trusted-ui
type Prompter interface {
	Ask(prompt Prompt) (withdraw func())
}
