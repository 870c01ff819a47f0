// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid

import "fmt"

// Microsoft is Microsoft's vendor block, for headsets and other special displays.
type Microsoft struct {
	// Version is 1 for headsets for Windows Mixed Reality, 2 for headsets for other compositors, and
	// 3 for other special displays.
	Version byte
	// Desktop says that Windows may show the desktop on the display. It means nothing before
	// version 3.
	Desktop bool
	// ThirdParty says that other programs than Windows may drive the display. It means nothing before
	// version 3.
	ThirdParty bool
	// Use is the primary use case; see UseVR and UseAR.
	Use byte
}

// Primary use cases of headsets. Microsoft's block and DisplayID 2.0 have the same numbers.
const (
	UseVR = 7
	UseAR = 8
)

// microsoftOUI is the number of Microsoft's block: CA-12-5C, the lowest byte first.
const microsoftOUI = "\x5c\x12\xca"

// microsoftLength is the only length that the block may have.
const microsoftLength = 21

// Tags of CTA-861 data blocks.
const (
	dataVendor   = 3
	dataExtended = 7
)

// Tags of extended CTA-861 data blocks.
const (
	extendedTypeVII = 0x22
	extendedTypeX   = 0x2a
)

// cta reads a CTA-861 block: data blocks first, then descriptors.
func (p *parser) cta(block []byte) {
	const start = 4
	revision, end := block[1], min(int(block[2]), BlockSize-1)
	if end < start {
		return // The block has neither.
	}
	if revision >= 3 {
		p.dataBlocks(block[start:end])
	}
	p.ctaDescriptors(block[end : BlockSize-1])
}

// ctaDescriptors reads descriptors up to one that is all zeros: the rest is padding.
func (p *parser) ctaDescriptors(rest []byte) {
	end := 0
	for end+descriptorSize <= len(rest) && string(rest[end:end+descriptorSize]) != string(make([]byte, descriptorSize)) {
		end += descriptorSize
	}
	p.descriptors(rest[:end])
}

// dataBlocks reads CTA-861 data blocks, of a CTA-861 block or of one in DisplayID.
func (p *parser) dataBlocks(rest []byte) {
	for len(rest) > 0 {
		tag, end := rest[0]>>5, 1+int(rest[0]&31)
		if end > len(rest) {
			return
		}
		p.dataBlock(tag, rest[1:end])
		rest = rest[end:]
	}
}

func (p *parser) dataBlock(tag byte, data []byte) {
	switch {
	case tag == dataVendor && len(data) == microsoftLength && string(data[:3]) == microsoftOUI:
		p.microsoft(data[3:])
	case tag == dataExtended && len(data) > 2 && data[0] == extendedTypeVII:
		if entry := data[2:]; len(entry) >= sizeTypeVII {
			p.typeI(entry)
		}
	case tag == dataExtended && len(data) > 2 && data[0] == extendedTypeX:
		each(data[2:], sizeTypeX+more(data[1]), p.typeX)
	}
}

func (p *parser) microsoft(data []byte) {
	p.container(data[2:])
	if p.display.Microsoft != nil {
		return
	}
	p.display.Microsoft = &Microsoft{
		Version: data[0], Desktop: data[1]&0x40 != 0, ThirdParty: data[1]&0x20 != 0, Use: data[1] & 0x1f,
	}
}

// container keeps a Container ID of 16 bytes, unless one is known or all its bytes are 0.
func (p *parser) container(b []byte) {
	if p.identity.ContainerID == "" && string(b) != string(make([]byte, len(b))) {
		p.identity.ContainerID = fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
	}
}
