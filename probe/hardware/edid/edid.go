// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// BlockSize is the number of bytes in each block of an EDID.
const BlockSize = 128

// header is how every EDID begins.
const header = "\x00\xff\xff\xff\xff\xff\xff\x00"

// Offsets in the base block.
const (
	vendorOffset     = 8
	productOffset    = 10
	serialOffset     = 12
	sizeOffset       = 21
	descriptorOffset = 54
	extensionsOffset = 126
)

// ErrNotEDID says that bytes are not an EDID. Each error of this package is an *Error that wraps it.
var ErrNotEDID = errors.New("not an EDID")

// Error says why bytes are not an EDID.
type Error struct {
	// Length is the number of bytes.
	Length int
	// HasHeader says that the bytes begin as an EDID does, but end before the first block does.
	HasHeader bool
}

// Error says what is wrong.
func (e *Error) Error() string {
	if e.Length >= BlockSize {
		return "not an EDID: it does not begin with 00 ff ff ff ff ff ff 00"
	}
	if e.HasHeader {
		return fmt.Sprintf("not a whole EDID: it ends after %d of at least %d bytes", e.Length, BlockSize)
	}
	return fmt.Sprintf("not an EDID: it has %d bytes, and needs %d or more", e.Length, BlockSize)
}

// Unwrap returns ErrNotEDID.
func (e *Error) Unwrap() error { return ErrNotEDID }

// Display is what a display says of itself.
type Display struct {
	// Vendor is the manufacturer's three letters, as registered with UEFI's PNP ID registry. A
	// display with a wrong EDID may have other characters from "@" to "_".
	Vendor string
	// Product is the manufacturer's number for the model.
	Product uint16
	// Name is the display's name in printable ASCII, or "" if it has none.
	Name string
	// Extensions is how many blocks after the first the display declares.
	Extensions int
	// Blocks are the declared blocks that are there, the base block first.
	Blocks []Block
	// Excess is the number of bytes after the declared blocks. They were not read.
	Excess int
	// SizeCM is the size of the picture in centimeters. It is zero if the display does not say
	// it, as projectors and most headsets do not.
	SizeCM Size
	// LargestMode is the mode with the most pixels among the progressive timings that say their own
	// size. Numbers of common modes do not count, because displays copy lists of them:
	// the PIMAX P1 has 1080 × 1920 pixels and lists the number of 7680 × 4320. It is zero
	// if there is no such timing.
	LargestMode Size
	// Microsoft is the first of Microsoft's vendor blocks, or nil.
	Microsoft *Microsoft
	// DisplayID is what the DisplayID blocks say, or nil if there is none.
	DisplayID *DisplayID
	// Identity tells this display from others of its model. It is nil unless Reader.Identify is set.
	Identity *Identity
}

// Size is a width and a height.
type Size struct{ Width, Height int }

// Block is one of the blocks of an EDID.
type Block struct {
	// Tag says what the block contains. It is 0 for the base block.
	Tag byte
	// ChecksumOK says that the block's bytes have the sum that they should have.
	ChecksumOK bool
}

// Tags of blocks.
const (
	tagCTA       = 0x02
	tagVTB       = 0x10
	tagDisplayID = 0x70
)

// Identity is what identifies one device. Each value is zero if the display does not say it.
type Identity struct {
	// Serial is the number in the base block.
	Serial uint32
	// SerialText is the serial number as text, from a descriptor.
	SerialText string
	// DisplayIDSerial is the number in DisplayID's product identification.
	DisplayIDSerial uint32
	// DisplayIDSerialText is the serial number as text, from DisplayID.
	DisplayIDSerialText string
	// ContainerID is the Container ID of Microsoft's vendor block, or else DisplayID's: as
	// hexadecimal digits in groups, in the order of its bytes.
	ContainerID string
}

// Reader reads EDIDs. The zero value leaves out what identifies a device.
type Reader struct {
	// Identify has Display.Identity filled in.
	Identify bool
}

// Parse reads an EDID, and leaves out what identifies a device.
func Parse(raw []byte) (Display, error) { return Reader{}.Parse(raw) }

// Parse reads an EDID. Only the first block has to be whole.
func (r Reader) Parse(raw []byte) (Display, error) {
	var display Display
	var identity Identity
	p := parser{display: &display, identity: &identity, timing: display.consider}
	if err := p.parse(raw); err != nil {
		return Display{}, err
	}
	if r.Identify {
		display.Identity = &identity
	}
	return display, nil
}

// ID returns a display's vendor and product number, such as "HVRAA01", from the first bytes of its
// EDID. They are the same for all displays of a model. It returns "" if raw is not an EDID.
func ID(raw []byte) string {
	if len(raw) < serialOffset || string(raw[:len(header)]) != header {
		return ""
	}
	return id(vendor(raw), product(raw))
}

// ID returns the vendor and the product number, such as "HVRAA01".
func (d Display) ID() string { return id(d.Vendor, d.Product) }

func id(vendor string, product uint16) string { return fmt.Sprintf("%s%04X", vendor, product) }

// Missing says in words which of the declared blocks are not there. It returns "" if all are.
func (d Display) Missing() string {
	if d.there() == d.Extensions {
		return ""
	}
	if d.Extensions == 1 {
		return "it declares 1 extension, and 0 are there"
	}
	return fmt.Sprintf("it declares %d extensions, and %d are there", d.Extensions, d.there())
}

// there returns the number of extensions that are there.
func (d Display) there() int { return len(d.Blocks) - 1 }

// consider makes a mode the largest one if it is. Interlaced ones are those of televisions.
func (d *Display) consider(mode Size, interlaced bool) {
	if !interlaced && mode.Width*mode.Height > d.LargestMode.Width*d.LargestMode.Height {
		d.LargestMode = mode
	}
}

// parser fills in a display, block by block.
type parser struct {
	display  *Display
	identity *Identity
	// timing is called for each timing that says its own size.
	timing func(mode Size, interlaced bool)
}

func (p *parser) parse(raw []byte) error {
	hasHeader := strings.HasPrefix(string(raw[:min(len(raw), len(header))]), header)
	if len(raw) < BlockSize || !hasHeader {
		return &Error{Length: len(raw), HasHeader: hasHeader}
	}
	raw = p.cut(raw)
	p.base(raw[:BlockSize])
	for rest := raw[BlockSize:]; len(rest) >= BlockSize; rest = rest[BlockSize:] {
		p.extension(rest[:BlockSize])
	}
	return nil
}

// cut returns the blocks that are the display's.
func (p *parser) cut(raw []byte) []byte {
	p.display.Extensions = int(raw[extensionsOffset])
	declared := BlockSize * (1 + p.display.Extensions)
	if len(raw) > declared {
		p.display.Excess = len(raw) - declared
		raw = raw[:declared]
	}
	raw = raw[:len(raw)-len(raw)%BlockSize]
	p.display.Blocks = make([]Block, 0, len(raw)/BlockSize)
	for at := 0; at < len(raw); at += BlockSize {
		block := raw[at : at+BlockSize]
		tag := block[0] // The base block begins with 0, too.
		p.display.Blocks = append(p.display.Blocks, Block{Tag: tag, ChecksumOK: sum(block) == 0})
	}
	return raw
}

func sum(block []byte) (sum byte) {
	for _, b := range block {
		sum += b
	}
	return sum
}

func (p *parser) base(block []byte) {
	p.display.Vendor, p.display.Product = vendor(block), product(block)
	p.identity.Serial = binary.LittleEndian.Uint32(block[serialOffset:])
	p.display.SizeCM = size(block[sizeOffset], block[sizeOffset+1])
	p.descriptors(block[descriptorOffset:extensionsOffset])
}

// vendor unpacks three letters of five bits each.
func vendor(block []byte) string {
	packed := binary.BigEndian.Uint16(block[vendorOffset:])
	letter := func(shift int) byte { return '@' + byte(packed>>shift)&31 }
	return string([]byte{letter(10), letter(5), letter(0)})
}

func product(block []byte) uint16 { return binary.LittleEndian.Uint16(block[productOffset:]) }

// size returns a size in centimeters. If one of the numbers is 0, the other one is an aspect ratio.
func size(width, height byte) Size {
	if width == 0 || height == 0 {
		return Size{}
	}
	return Size{int(width), int(height)}
}

func (p *parser) extension(block []byte) {
	switch block[0] {
	case tagCTA:
		p.cta(block)
	case tagVTB:
		p.videoTimingBlock(block)
	case tagDisplayID:
		p.displayID(block)
	}
}

// printable returns a text up to its first byte that is not printable ASCII, such as the line feed
// at its end, without spaces at the end.
func printable(text []byte) string {
	for i, b := range text {
		if b < ' ' || b > '~' {
			text = text[:i]
			break
		}
	}
	return strings.TrimRight(string(text), " ")
}
