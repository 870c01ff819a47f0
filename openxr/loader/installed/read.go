// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"sync"
	"unicode/utf16"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// The errors of files whose version cannot be told.
var (
	// ErrNoLoader is returned for a file that contains no Khronos loader.
	ErrNoLoader = errors.New("it does not contain the Khronos loader: it has none of the loader's messages")
	// ErrContradiction is returned for a file that says several versions.
	ErrContradiction = errors.New("what it contains belongs to different versions of the Khronos loader")
	// ErrTooLarge is returned for a file of more than 64 MiB.
	ErrTooLarge = errors.New("it has more than 64 MiB")
)

// maxFile is how much of a file is read. The loader has less than 1 MiB, and programs that contain it seldom more than this.
const maxFile = 64 << 20

// versionIn finds the version in the name of a loader's library.
var versionIn = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^libopenxr_loader(?:\.so)?\.(\d+\.\d+\.\d+(?:\.\d+)?)(?:\.dylib)?$`)
})

// Version reads the versions that a loader may have. The name is that of its file after symbolic links; library says that
// the file is a library that exports a loader's commands, and not a program that contains one.
func Version(file io.Reader, name string, library bool) (Range, error) {
	data, err := read(file)
	switch {
	case err != nil:
		return Range{}, err
	case len(data) > maxFile:
		return Range{}, ErrTooLarge
	case !bytes.Contains(data, []byte(own)):
		return Range{}, ErrNoLoader
	}
	found, err := evidence(data, library)
	if err != nil {
		return Range{}, err
	}
	if told, ok := resource(data); ok {
		return agree(found, told, "its version resource")
	}
	if match := versionIn().FindStringSubmatch(name); match != nil {
		version, err := loader.ParseVersion(match[1])
		if err == nil {
			return agree(found, only(version), "its name")
		}
	}
	return found, nil
}

// read returns what a file has, and one byte more than it may have.
func read(file io.Reader) ([]byte, error) {
	var data bytes.Buffer
	if sized, is := file.(interface{ Stat() (fs.FileInfo, error) }); is {
		if info, err := sized.Stat(); err == nil { // the buffer need not grow then
			data.Grow(int(min(info.Size(), maxFile)) + bytes.MinRead)
		}
	}
	_, err := data.ReadFrom(io.LimitReader(file, maxFile+1))
	return data.Bytes(), err
}

// agree checks what a name says against what the file contains.
func agree(found, told Range, who string) (Range, error) {
	if _, ok := found.within(told); !ok {
		return Range{}, fmt.Errorf("%w: %s says %s, and its texts say %s", ErrContradiction, who, told, found)
	}
	return told, nil
}

// fixedFileInfo is how the fixed part of a version resource begins: its signature and the version of its structure.
var fixedFileInfo = []byte{0xbd, 0x04, 0xef, 0xfe, 0, 0, 1, 0}

// resource returns the version in the version resource of a DLL that calls itself the loader. The loader's resource has no
// place for the number of a hotfix.
func resource(data []byte) (Range, bool) {
	if !bytes.HasPrefix(data, []byte("MZ")) || !bytes.Contains(data, wide("OpenXR Loader")) {
		return Range{}, false
	}
	at := bytes.Index(data, fixedFileInfo)
	if at < 0 || len(data) < at+len(fixedFileInfo)+8 {
		return Range{}, false
	}
	numbers := data[at+len(fixedFileInfo):]
	high, low := binary.LittleEndian.Uint32(numbers), binary.LittleEndian.Uint32(numbers[4:])
	version := loader.Version{int(high >> 16), int(high & 0xffff), int(low >> 16)}
	return release(version), version != loader.Version{}
}

// wide encodes a text as Windows does.
func wide(text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

// baseName is the last part of a path of any system.
func baseName(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }
