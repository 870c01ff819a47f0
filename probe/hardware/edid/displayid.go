// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid

import "encoding/binary"

// DisplayID is what the DisplayID blocks say.
type DisplayID struct {
	// Version is the version in two digits of hexadecimal: 0x12 is version 1.2.
	Version byte
	// Use is the product type, or from version 2.0 on the primary use case; see UseVR and UseAR.
	Use byte
	// DataBlocks is the number of data blocks that are not empty.
	DataBlocks int
	// Name is the name in the product identification, or "".
	Name string
}

// version20 is DisplayID 2.0, the first with primary use cases.
const version20 = 0x20

// Tags of DisplayID data blocks.
const (
	didProduct      = 0x00
	didTypeI        = 0x03
	didTypeII       = 0x04
	didSerial       = 0x0a
	didTypeV        = 0x11
	didTypeVI       = 0x13
	didProduct20    = 0x20
	didTypeVII      = 0x22
	didTypeIX       = 0x24
	didContainer    = 0x29
	didTypeX        = 0x2a
	didCTA          = 0x81
	containerLength = 16
)

// Sizes of the timings in DisplayID data blocks, in bytes.
const (
	sizeTypeI   = 20
	sizeTypeII  = 11
	sizeTypeV   = 7
	sizeTypeVI  = 14
	sizeTypeVII = 20
	sizeTypeIX  = 6
	sizeTypeX   = 6
)

// displayID reads a DisplayID block. The first one says what the display is.
func (p *parser) displayID(block []byte) {
	const start, most = 5, 121 // Two checksums follow.
	if p.display.DisplayID == nil {
		p.display.DisplayID = &DisplayID{Version: block[1], Use: block[3]}
	}
	rest := block[start : start+min(int(block[2]), most)]
	for len(rest) >= 3 {
		tag, revision, end := rest[0], rest[1], 3+int(rest[2])
		if end > len(rest) || tag == 0 && end == 3 {
			return // It does not fit, or is padding.
		}
		p.displayIDData(tag, revision, rest[3:end])
		rest = rest[end:]
	}
}

func (p *parser) displayIDData(tag, revision byte, data []byte) {
	if len(data) > 0 {
		p.display.DisplayID.DataBlocks++
	}
	switch tag {
	case didProduct, didProduct20:
		p.productIdentification(data)
	case didSerial:
		if p.identity.DisplayIDSerialText == "" {
			p.identity.DisplayIDSerialText = printable(data)
		}
	case didContainer:
		if len(data) == containerLength {
			p.container(data)
		}
	case didCTA:
		p.dataBlocks(data)
	default:
		p.displayIDTimings(tag, revision, data)
	}
}

// displayIDTimings reads the timings that say their own size. Types III, IV and VIII say an aspect
// ratio or the number of a common mode.
func (p *parser) displayIDTimings(tag, revision byte, data []byte) {
	switch tag {
	case didTypeI:
		each(data, sizeTypeI, p.typeI)
	case didTypeII:
		each(data, sizeTypeII, p.typeII)
	case didTypeV:
		each(data, sizeTypeV, p.typeV)
	case didTypeVI:
		p.typeVI(data)
	case didTypeVII:
		each(data, sizeTypeVII+more(revision), p.typeI)
	case didTypeIX:
		each(data, sizeTypeIX, p.typeX)
	case didTypeX:
		each(data, sizeTypeX+more(revision), p.typeX)
	}
}

// more returns how many bytes a revision adds to each timing.
func more(revision byte) int { return int(revision&0x70) >> 4 }

// each calls read for each entry of a size.
func each(data []byte, size int, read func(entry []byte)) {
	for ; len(data) >= size; data = data[size:] {
		read(data[:size])
	}
}

// typeI reads a timing of type I or VII; they differ in the pixel clock alone.
func (p *parser) typeI(t []byte) {
	p.timing(Size{oneMore(t[4:]), oneMore(t[12:])}, t[3]&0x10 != 0)
}

func (p *parser) typeII(t []byte) {
	width := 8 + 8*(int(t[4])|int(t[5]&1)<<8)
	height := 1 + (int(t[7]) | int(t[8]&0xf)<<8)
	p.timing(Size{width, height}, t[3]&0x10 != 0)
}

func (p *parser) typeV(t []byte) { p.timing(Size{oneMore(t[2:]), oneMore(t[4:])}, false) }

// typeVI reads timings of type VI. Those with a size in millimeters have three bytes more.
func (p *parser) typeVI(data []byte) {
	for len(data) >= sizeTypeVI {
		end := sizeTypeVI
		if data[2]&0x40 != 0 {
			end += 3
		}
		if end > len(data) {
			return
		}
		width := 1 + (int(data[3]) | int(data[4]&0x3f)<<8)
		height := 1 + (int(data[5]) | int(data[6]&0x3f)<<8)
		p.timing(Size{width, height}, data[13]&0x80 != 0)
		data = data[end:]
	}
}

// typeX reads a timing of type IX or X; they begin alike.
func (p *parser) typeX(t []byte) { p.timing(Size{oneMore(t[1:]), oneMore(t[3:])}, false) }

// oneMore reads a number that is stored as one less.
func oneMore(b []byte) int { return 1 + int(binary.LittleEndian.Uint16(b)) }

// productIdentification reads vendor, product, serial number, date and name. Only the serial number
// and the name are kept: the base block has the others.
func (p *parser) productIdentification(data []byte) {
	const serial, length, name = 5, 11, 12
	if len(data) < name {
		return
	}
	if p.identity.DisplayIDSerial == 0 {
		p.identity.DisplayIDSerial = binary.LittleEndian.Uint32(data[serial:])
	}
	if rest := data[name:]; p.display.DisplayID.Name == "" && int(data[length]) <= len(rest) {
		p.display.DisplayID.Name = printable(rest[:data[length]])
	}
}
