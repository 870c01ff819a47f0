// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"os"

	"golang.org/x/sys/unix"
)

// questionsSize is many times the longest question.
const questionsSize = 64 << 10

// newQuestions returns a file in memory, or nil if the system makes none. Its size is fixed and its position is its end, so that a
// runtime that writes into every descriptor writes nothing into this one.
func newQuestions() *os.File {
	descriptor, err := unix.MemfdCreate("xrprobe questions", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil
	}
	if fix(descriptor) != nil {
		_ = unix.Close(descriptor)
		return nil
	}
	return os.NewFile(uintptr(descriptor), "questions")
}

func fix(descriptor int) error {
	if err := unix.Ftruncate(descriptor, questionsSize); err != nil {
		return err
	}
	if _, err := unix.Seek(descriptor, 0, unix.SEEK_END); err != nil {
		return err
	}
	const seals = unix.F_SEAL_SEAL | unix.F_SEAL_SHRINK | unix.F_SEAL_GROW
	_, err := unix.FcntlInt(uintptr(descriptor), unix.F_ADD_SEALS, seals)
	return err
}
