// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid_test

import (
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware/edid"
)

func FuzzParse(f *testing.F) {
	for _, fixture := range fixtures(f) {
		f.Add(fixture.raw)
		raw, _ := marked(fixture, marks)
		f.Add(raw)
	}
	for _, row := range madeOnes() {
		f.Add(row.raw(f))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		display, err := edid.Reader{Identify: true}.Parse(raw)
		if err != nil {
			require.ErrorIs(t, err, edid.ErrNotEDID)
			return
		}
		if !utf8.ValidString(display.Vendor+display.Name+display.Identity.SerialText+display.Identity.DisplayIDSerialText) || len(display.Name) > 13 {
			t.Errorf("the name is %q", display.Name)
		}
		if display.ID() != edid.ID(raw) {
			t.Errorf("%s is not %s", display.ID(), edid.ID(raw))
		}
		if there := len(display.Blocks); there < 1 || there > 1+display.Extensions || there*edid.BlockSize+display.Excess > len(raw) {
			t.Errorf("%d blocks, %d bytes too many", there, display.Excess)
		}
		if (len(display.Blocks) == 1+display.Extensions) != (display.Missing() == "") {
			t.Error(display.Missing())
		}
		display.Identity = nil
		alone, err := edid.Parse(raw[:len(raw)-display.Excess])
		if alone.Excess = display.Excess; err != nil || !reflect.DeepEqual(display, alone) {
			t.Errorf("%+v without the rest of the bytes and the identity: %+v, %v", display, alone, err)
		}
		display.Declares()
		display.NonDesktop()
	})
}
