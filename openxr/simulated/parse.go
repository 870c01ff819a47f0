// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"errors"

	"github.com/xrprobe/xrprobe/modes/strictjson"
)

// ErrSheet matches a [*SheetError].
var ErrSheet = errors.New("the data sheet cannot be used")

// SheetError is what is wrong with a data sheet, and where. Field is a path such as
// "systems[0].name", or "" for the whole sheet. A sheet that was not read from a file has
// its title as File, and no line and column. It matches [ErrSheet].
type SheetError = strictjson.Error

// ParseSheet reads a data sheet. The file's name is only for errors, which are
// [*SheetError].
func ParseSheet(file string, data []byte) (Sheet, error) {
	var sheet Sheet
	reader := sheetReader(file)
	if err := reader.Unmarshal(data, &sheet); err != nil {
		return Sheet{}, asSheetError(err)
	}
	if wrong := sheet.check(); wrong != nil {
		return Sheet{}, asSheetError(reader.Mistake(data, wrong.field, wrong.text))
	}
	return sheet, nil
}

func sheetReader(file string) strictjson.Reader {
	return strictjson.Reader{File: file, Hint: "see `xrprobe schema sheet`"}
}

// asSheetError has a reader's error match [ErrSheet].
func asSheetError(err error) error {
	var wrong *SheetError
	if errors.As(err, &wrong) {
		wrong.Err = ErrSheet
	}
	return err
}

// strictly decodes a part of a sheet.
func strictly(data []byte, into any) error { return sheetReader("").Unmarshal(data, into) }
