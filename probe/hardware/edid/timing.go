// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid

// descriptorSize is the number of bytes of a detailed timing, or of another descriptor in
// its place.
const descriptorSize = 18

// slowestClock is the lowest pixel clock of a detailed timing, in units of 10 kHz.
// edid-decode takes a slower one for bytes that are no timing.
const slowestClock = 1000

// Tags of descriptors that are not timings.
const (
	descriptorName   = 0xfc
	descriptorSerial = 0xff
)

// descriptors reads the timings and other descriptors of the base block or of a CTA-861 block.
// Zeros end them.
func (p *parser) descriptors(rest []byte) {
	for ; len(rest) >= descriptorSize; rest = rest[descriptorSize:] {
		one := rest[:descriptorSize]
		switch {
		case one[0] != 0 || one[1] != 0:
			p.detailed(one)
		case one[3] == descriptorName && p.display.Name == "":
			p.display.Name = printable(one[5:])
		case one[3] == descriptorSerial && p.identity.SerialText == "":
			p.identity.SerialText = printable(one[5:])
		}
	}
}

// detailed reads a detailed timing of 18 bytes.
func (p *parser) detailed(t []byte) {
	if clock := int(t[0]) | int(t[1])<<8; clock < slowestClock {
		return
	}
	width, height := int(t[2])|int(t[4]&0xf0)<<4, int(t[5])|int(t[7]&0xf0)<<4
	p.timing(Size{width, height}, t[17]&0x80 != 0)
}

// videoTimingBlock reads the detailed timings of a VTB-EXT block. The other timings of it do not
// say their own width.
func (p *parser) videoTimingBlock(block []byte) {
	rest := block[5 : BlockSize-1]
	for count := int(block[2]); count > 0 && len(rest) >= descriptorSize; count-- {
		p.detailed(rest[:descriptorSize])
		rest = rest[descriptorSize:]
	}
}
