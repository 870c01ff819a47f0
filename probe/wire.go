// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
)

// The two processes speak in frames: a nonce that the parent drew for this child,
// the payload's length as a big-endian 32-bit number, and the payload in JSON. A
// runtime that writes into the pipe by accident breaks the nonce, and nothing is
// believed from there on.
const (
	nonceSize    = 16
	headerLength = nonceSize + 4
	maxFrame     = 4 << 20
)

// errBadFrame ends a conversation: what follows it cannot be believed.
var errBadFrame = errors.New("the child's answer is broken: something else wrote into its pipe")

type nonce [nonceSize]byte

func (n nonce) String() string { return hex.EncodeToString(n[:]) }

// newNonce need not be secret from a runtime, which could read it from its own
// process: it guards against accidents.
func newNonce() nonce {
	var n nonce
	binary.BigEndian.PutUint64(n[:8], rand.Uint64())
	binary.BigEndian.PutUint64(n[8:], rand.Uint64())
	return n
}

// request is what the parent asks.
type request struct {
	Level     report.Level      `json:"level"`
	Via       Via               `json:"via"`
	Library   string            `json:"library"`
	Loader    string            `json:"loader"`
	Functions map[string]string `json:"functions"`
	// Session is the kind of session to make. Empty is for the climber to choose.
	Session  report.SessionKind `json:"session"`
	Identify bool               `json:"identify"`
	// Sheet, where it is not nil, is asked instead of a library.
	Sheet *simulated.Sheet `json:"sheet"`
	// Skip are the questions that are not to be asked again.
	Skip []string `json:"skip"`
	// Files are the files and folders in which changes are noted.
	Files []string `json:"files"`
}

// step is one thing that the child did or is about to do. Exactly one of Call, Begin,
// Done and Cause is set, or just the Findings; the others may stand beside Done or Cause.
type step struct {
	Call     string        `json:"call,omitempty"`
	Begin    report.Level  `json:"begin,omitempty"`
	Done     report.Level  `json:"done,omitempty"`
	Cause    *report.Cause `json:"cause,omitempty"`
	Findings *findings     `json:"findings,omitempty"`
	Effects  []sideEffect  `json:"effects,omitempty"`
	End      bool          `json:"end,omitempty"`
	ReadyNS  int64         `json:"ready_ns,omitempty"`
}

// findings is all that a runtime has answered so far.
type findings struct {
	Name       *string            `json:"name"`
	Version    *string            `json:"version"`
	APIVersion *string            `json:"api_version"`
	Extensions []report.Extension `json:"extensions"`
	Enabled    []string           `json:"enabled"`
	Systems    []report.System    `json:"systems"`
	Monitors   *report.Monitors   `json:"monitors"`
	Problems   []report.Problem   `json:"problems"`
}

// writeFrame writes one frame in one write, so that a crash cannot cut it in two.
func writeFrame(w io.Writer, n nonce, payload any) error {
	body, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	if len(body) > maxFrame {
		return fmt.Errorf("a frame of %d bytes is longer than %d", len(body), maxFrame)
	}
	frame := make([]byte, 0, headerLength+len(body))
	frame = append(frame, n[:]...)
	frame = binary.BigEndian.AppendUint32(frame, uint32(len(body)))
	_, err = w.Write(append(frame, body...))
	return err
}

// readFrame reads one frame. It returns io.EOF at a clean end, and errBadFrame for
// everything that is not a whole frame with the right nonce.
func readFrame(r io.Reader, want nonce, payload any) error {
	got, body, err := readRaw(r)
	if err != nil {
		return err
	}
	if got != want {
		return errBadFrame
	}
	return decodeFrame(body, payload)
}

// readFirstFrame reads the request, from which the child learns its nonce.
func readFirstFrame(r io.Reader, payload any) (nonce, error) {
	n, body, err := readRaw(r)
	if err != nil {
		return nonce{}, err
	}
	return n, decodeFrame(body, payload)
}

func decodeFrame(body []byte, payload any) error {
	if err := json.Unmarshal(body, payload); err != nil {
		return errBadFrame
	}
	return nil
}

func readRaw(r io.Reader) (nonce, []byte, error) {
	var header [headerLength]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return nonce{}, nil, errBadFrame
		}
		return nonce{}, nil, err
	}
	length := binary.BigEndian.Uint32(header[nonceSize:])
	if length > maxFrame {
		return nonce{}, nil, errBadFrame
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil {
		return nonce{}, nil, errBadFrame
	}
	return nonce(header[:nonceSize]), body, nil
}
