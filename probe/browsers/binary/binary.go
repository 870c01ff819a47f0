// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package binary

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// MaxSize is how much of a file is read. Chromium 156 for Debian has 297 MB.
const MaxSize = 2 << 30

// ErrTooLarge is returned for a file with more than MaxSize bytes.
var ErrTooLarge = errors.New("it has more than 2 GiB")

// openXR are words of which a program with OpenXR has at least one: the loader asks a runtime for its functions by their names, and a
// program that does not contain the loader names its library. A program that can do nothing but that has the name of xrCreateInstance,
// whatever was stripped of it.
var openXR = []string{"xrCreateInstance", "xrNegotiateLoaderRuntimeInterface", "libopenxr_loader", "openxr_loader.dll"}

// webXR are words of which a program with WebXR has at least one, as the names of methods are texts that pages read.
var webXR = []string{"isSessionSupported"}

// Contents is what was found in a file.
type Contents struct {
	// Words are the words of OpenXR and of WebXR that are in it.
	Words []string
	// Chromium are the versions that may be Chromium's, the greatest first, at most 16.
	Chromium []Version
	// Electron is the version that an application of Electron sends to pages, or "".
	Electron string
}

// OpenXR reports whether the file names OpenXR's functions or the library of its loader.
func (c Contents) OpenXR() bool { return c.has(openXR) }

// WebXR reports whether the file has the name of a method of navigator.xr.
func (c Contents) WebXR() bool { return c.has(webXR) }

func (c Contents) has(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(c.Words, word) })
}

// Version is a version of Chromium: four numbers.
type Version [4]int

// String returns the version as it is called.
func (v Version) String() string { return fmt.Sprintf("%d.%d.%d.%d", v[0], v[1], v[2], v[3]) }

const (
	chunk = 1 << 20
	// overlap is kept of a chunk for what continues in the next one.
	overlap     = 256
	maxVersions = 16
)

// Read reads a file. Its memory is that of two chunks, and does not grow with the file.
func Read(file io.Reader) (Contents, error) {
	var found Contents
	buffer := make([]byte, overlap+chunk)
	var words [][]byte
	for _, word := range slices.Concat(openXR, webXR) {
		words = append(words, []byte(word))
	}
	kept, size := 0, int64(0)
	for {
		n, err := io.ReadFull(file, buffer[kept:])
		size += int64(n)
		if size > MaxSize {
			return found, ErrTooLarge
		}
		last := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !last {
			return found, err
		}
		found.look(buffer[:kept+n], words, kept > 0, last)
		if last {
			slices.SortFunc(found.Chromium, func(a, b Version) int { return slices.Compare(b[:], a[:]) })
			return found, nil
		}
		kept = copy(buffer, buffer[kept+n-overlap:kept+n])
	}
}

// look looks at a part of a file. Before it begins with what continues the part before, and last says that nothing follows.
func (c *Contents) look(part []byte, words [][]byte, before, last bool) {
	for _, word := range words {
		if !slices.Contains(c.Words, string(word)) && bytes.Contains(part, word) {
			c.Words = append(c.Words, string(word))
		}
	}
	c.electron(part, last)
	c.chromium(part, before, last)
}

// electron looks for the part of a user-agent string in which Electron names itself after Chromium.
func (c *Contents) electron(part []byte, last bool) {
	if c.Electron != "" {
		return
	}
	name := []byte(" Electron/")
	for rest := part; ; {
		at := bytes.Index(rest, name)
		if at < 0 {
			return
		}
		rest = rest[at+len(name):]
		version := digits(rest)
		whole := len(version) < len(rest) || last // or the next part has the whole of it
		if whole && strings.Count(version, ".") == 2 && isVersion(version) {
			c.Electron = version
			return
		}
	}
}

// digits returns the digits and dots at the beginning of a text, at most 24.
func digits(text []byte) string {
	n := 0
	for n < len(text) && n < 24 && (text[n] >= '0' && text[n] <= '9' || text[n] == '.') {
		n++
	}
	return string(text[:n])
}

func isVersion(text string) bool {
	for number := range strings.SplitSeq(text, ".") {
		if _, err := strconv.ParseUint(number, 10, 16); err != nil {
			return false
		}
	}
	return true
}

// chromium looks for texts of C that are versions such as Chromium's: 156.0.8078.108, with nothing before and behind.
func (c *Contents) chromium(part []byte, before, last bool) {
	const middle = ".0."
	for at := 0; ; {
		next := bytes.Index(part[at:], []byte(middle))
		if next < 0 {
			return
		}
		at += next
		begin := at
		for begin > 0 && at-begin < 4 && part[begin-1] >= '0' && part[begin-1] <= '9' {
			begin--
		}
		text := digits(part[begin:])
		end := begin + len(text)
		at += len(middle)
		switch {
		case begin == 0 && before || end == len(part) && !last: // the part before, or the next one, has the whole of it
			continue
		case begin > 0 && part[begin-1] != 0 || end < len(part) && part[end] != 0:
			continue
		}
		c.add(text)
	}
}

// add adds a text that may be a version of Chromium. Of more than are kept, the smallest goes.
func (c *Contents) add(text string) {
	numbers := strings.Split(text, ".")
	if len(numbers) != 4 || len(numbers[0]) < 2 || len(numbers[0]) > 3 || len(numbers[2]) < 4 || !isVersion(text) {
		return
	}
	var v Version
	for i, number := range numbers {
		v[i], _ = strconv.Atoi(number) // isVersion has read it
	}
	if slices.Contains(c.Chromium, v) {
		return
	}
	c.Chromium = append(c.Chromium, v)
	if len(c.Chromium) > maxVersions {
		least := slices.MinFunc(c.Chromium, func(a, b Version) int { return slices.Compare(a[:], b[:]) })
		c.Chromium = slices.DeleteFunc(c.Chromium, func(one Version) bool { return one == least })
	}
}
