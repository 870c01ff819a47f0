// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package wire

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
)

// A frame is the nonce that the parent drew for this child, the payload's length as a
// big-endian 32-bit number, and the payload as JSON.
const (
	nonceSize    = 16
	headerLength = nonceSize + 4
	maxFrame     = 4 << 20
)

// ErrBadFrame says that something other than the child wrote into its pipe. The parent
// trusts nothing that follows.
var ErrBadFrame = errors.New("the child's answer is broken: something else wrote into its pipe")

// Nonce marks the frames of one child. A runtime that writes into the pipe by accident
// does not know it.
type Nonce [nonceSize]byte

// String returns the nonce in hexadecimal.
func (n Nonce) String() string { return hex.EncodeToString(n[:]) }

// NewNonce returns a new nonce. It guards against accidents only: a runtime could read it
// from the memory of its process.
func NewNonce() Nonce {
	var n Nonce
	binary.BigEndian.PutUint64(n[:8], rand.Uint64())
	binary.BigEndian.PutUint64(n[8:], rand.Uint64())
	return n
}

// WriteFrame writes one frame with a single write, so that a crash cannot cut it in two.
func WriteFrame(w io.Writer, n Nonce, payload any) error {
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

// ReadFrame reads one frame into payload. It returns io.EOF at a clean end, and
// [ErrBadFrame] for anything but a whole frame with the right nonce.
func ReadFrame(r io.Reader, want Nonce, payload any) error {
	got, body, err := readRaw(r)
	if err != nil {
		return err
	}
	if got != want {
		return ErrBadFrame
	}
	return decode(body, payload)
}

// ReadFirstFrame reads the request into payload and returns the nonce that it carries,
// which the child's own frames repeat.
func ReadFirstFrame(r io.Reader, payload any) (Nonce, error) {
	n, body, err := readRaw(r)
	if err != nil {
		return Nonce{}, err
	}
	return n, decode(body, payload)
}

func decode(body []byte, payload any) error {
	if err := json.Unmarshal(body, payload); err != nil {
		return ErrBadFrame
	}
	return nil
}

func readRaw(r io.Reader) (Nonce, []byte, error) {
	var header [headerLength]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return Nonce{}, nil, ErrBadFrame
		}
		return Nonce{}, nil, err
	}
	length := binary.BigEndian.Uint32(header[nonceSize:])
	if length > maxFrame {
		return Nonce{}, nil, ErrBadFrame
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil {
		return Nonce{}, nil, ErrBadFrame
	}
	return Nonce(header[:nonceSize]), body, nil
}
