// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package page

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

// The structs that are marshalled have no field of free text but the client's own ID.
func TestReply_HasNoFieldForText(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{
		"Version struct", "ID slice", "Result interface", "Error.Code int", "Error.Message uint8",
	}, fields(reflect.TypeFor[reply]()))
	require.Equal(t, []string{
		"Version struct", "Method uint8", "Params.Document uint64", "Params.Mode uint8", "Params.State uint8",
	}, fields(reflect.TypeFor[notification]()))
}

// fields lists the fields of a struct with their kinds.
func fields(of reflect.Type) []string {
	var all []string
	for i := range of.NumField() {
		field := of.Field(i)
		kind := field.Type
		if kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		if kind.Kind() != reflect.Struct || kind.NumField() == 0 {
			all = append(all, field.Name+" "+kind.Kind().String())
			continue
		}
		for _, inner := range fields(kind) {
			all = append(all, field.Name+"."+inner)
		}
	}
	return all
}
