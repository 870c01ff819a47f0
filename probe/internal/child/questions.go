// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"io"
	"math"
	"os"

	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// A child announces each of some hundred questions before it asks, so that the parent knows which one a runtime did not survive.
// On Linux it writes them into a file in memory, each over the one before, and the parent reads the file only when it has to
// name the last one. A frame in the pipe would wake the parent for each.

// inPlace writes at the beginning of a file, over what was there.
type inPlace struct{ file *os.File }

// Write implements io.Writer.
func (f inPlace) Write(p []byte) (int, error) { return f.file.WriteAt(p, 0) }

// announced returns the question that the child announced last, or nil.
func (p *Process) announced() *wire.Question {
	if p.questions == nil {
		return p.lastQuestion.Load()
	}
	var s wire.Step
	if err := wire.ReadFrame(io.NewSectionReader(p.questions, 0, math.MaxInt64), p.nonce, &s); err != nil {
		return nil // the child announced none, or something else wrote into the file
	}
	return s.Question
}
