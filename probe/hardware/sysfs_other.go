// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !linux

package hardware

// reader is not needed where no machine of Linux is read but examples.
type reader struct{}

func newReader(string) *reader { return nil }

func (*reader) close() {}

func (*reader) bytes(string, *[]byte) ([]byte, error) { return nil, errNotRegular }

func (*reader) link(string) (string, error) { return "", errNotRegular }

func (*reader) names(string) ([]string, error) { return nil, errNotRegular }
