// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package registry_test

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

const (
	header = "Windows Registry Editor Version 5.00\r\n\r\n"
	key    = `HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1`
)

// utf16LE encodes a text as Windows' registry editor writes it.
func utf16LE(text string) []byte {
	data := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		data = binary.LittleEndian.AppendUint16(data, unit)
	}
	return data
}

// told are the values of a key, each as its name, its type and its text or bytes.
func told(t require.TestingT, r *registry.Registry, name string) []string {
	values, err := r.Values(name)
	require.NoError(t, err)
	list := []string{}
	for _, v := range values {
		text := fmt.Sprintf("% x", v.Data)
		if v.Kind == registry.String || v.Kind == registry.ExpandString {
			text = v.Text()
		}
		list = append(list, v.Name+" "+v.Kind.String()+" "+text)
	}
	return list
}

func TestRead_EveryForm(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		text string
		want []string
	}{
		"a text":                    {`"A"="C:\\x\\y.json"`, []string{`A REG_SZ C:\x\y.json`}},
		"quotation marks":           {`"A\"B"="say \"x\""`, []string{`A"B REG_SZ say "x"`}},
		"the default value":         {`@="x"`, []string{` REG_SZ x`}},
		"an empty text":             {`"A"=""`, []string{`A REG_SZ `}},
		"a text of two lines":       {"\"A\"=\"one\r\ntwo\"", []string{"A REG_SZ one\ntwo"}},
		"letters of any language":   {`"A"="C:\\Spiele\\über😀"`, []string{`A REG_SZ C:\Spiele\über😀`}},
		"a number":                  {`"A"=dword:0000000a`, []string{"A REG_DWORD 0a 00 00 00"}},
		"a short number":            {`"A"=dword:1`, []string{"A REG_DWORD 01 00 00 00"}},
		"bytes":                     {`"A"=hex:00,ff,7`, []string{"A REG_BINARY 00 ff 07"}},
		"no bytes":                  {`"A"=hex:`, []string{"A REG_BINARY "}},
		"bytes in several lines":    {"\"A\"=hex:00,\\\r\n  01,\\\n\t02", []string{"A REG_BINARY 00 01 02"}},
		"a comment between bytes":   {"\"A\"=hex:00,\\ ; one\r\n 01 ; two", []string{"A REG_BINARY 00 01"}},
		"a text in bytes":           {`"A"=hex(1):78,00,00,00`, []string{"A REG_SZ x"}},
		"a text with variables":     {`"A"=hex(2):25,00,58,00,25,00,00,00`, []string{"A REG_EXPAND_SZ %X%"}},
		"several texts":             {`"A"=hex(7):78,00,00,00,00,00`, []string{"A REG_MULTI_SZ 78 00 00 00 00 00"}},
		"a long number":             {`"A"=hex(b):01,00,00,00,00,00,00,00`, []string{"A REG_QWORD 01 00 00 00 00 00 00 00"}},
		"a type without a name":     {`"A"=hex(4a):01`, []string{"A a type that has no name 01"}},
		"comments":                  {"; one\r\n\"A\"=\"x\" ; two\r\n\"B\"=dword:00000001;three", []string{"A REG_SZ x", "B REG_DWORD 01 00 00 00"}},
		"spaces":                    {"  \"A\" = \"x\"  ", []string{"A REG_SZ x"}},
		"the order stays":           {"\"B\"=\"1\"\n\"a\"=\"2\"\n\"b\"=\"3\"", []string{"B REG_SZ 3", "a REG_SZ 2"}},
		"a value is deleted":        {"\"B\"=\"1\"\n\"A\"=\"2\"\n\"b\"=-\n\"C\"=- ; gone", []string{"A REG_SZ 2"}},
		"a deleted one comes last":  {"\"B\"=\"1\"\n\"A\"=\"2\"\n\"b\"=-\n\"B\"=\"3\"", []string{"A REG_SZ 2", "B REG_SZ 3"}},
		"the key is named again":    {"\"A\"=\"1\"\n[HKLM\\software\\KHRONOS\\OpenXR\\1\\]\n\"B\"=\"2\"", []string{"A REG_SZ 1", "B REG_SZ 2"}},
		"the key is deleted":        {"\"A\"=\"1\"\n[-" + key + "]\n[" + key + "] ; again\n\"B\"=\"2\"", []string{"B REG_SZ 2"}},
		"a key above is deleted":    {"\"A\"=\"1\"\n[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Khronos]\n[" + key + "]", []string{}},
		"a key beside is deleted":   {"\"A\"=\"1\"\n[-" + key + "0]", []string{"A REG_SZ 1"}},
		"brackets in a key's name":  {"[HKCU\\a]b]\n[" + key + "]\n\"A\"=\"1\"", []string{"A REG_SZ 1"}},
		"what regedit ends it with": {"\"A\"=\"1\"\r\n\r\n", []string{"A REG_SZ 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := header + "[" + key + "]\r\n" + row.text
			for encoding, data := range map[string][]byte{"UTF-16": utf16LE(text), "UTF-16 without a mark": utf16LE(text)[2:], "UTF-8": []byte(text), "UTF-8 with a mark": []byte("\ufeff" + text)} {
				var r registry.Registry
				require.NoError(t, r.Read("x.reg", data), encoding)
				require.Equal(t, row.want, told(t, &r, key), encoding)
				require.Equal(t, row.want, told(t, &r, `hklm\Software\khronos\openxr\1`), encoding)
			}
		})
	}
}

// Files of Windows 98 have bytes where newer ones have UTF-16.
func TestRead_ANSI(t *testing.T) {
	t.Parallel()
	var r registry.Registry
	require.NoError(t, r.Read("x.reg", []byte("REGEDIT4\r\n\r\n; \xe9\r\n["+key+"]\r\n\"A\"=hex(2):25,58,25,00\r\n\"B\"=\"x\"\r\n\"C\"=hex:01\r\n")))
	require.Equal(t, []string{"A REG_EXPAND_SZ %X%", "B REG_SZ x", "C REG_BINARY 01"}, told(t, &r, key))
}

func TestRead_MergesFilesInOrder(t *testing.T) {
	t.Parallel()
	var r registry.Registry
	require.NoError(t, r.Read("1.reg", []byte(header+"["+key+"]\n\"A\"=\"1\"\n\"B\"=\"1\"")))
	require.NoError(t, r.Read("2.reg", utf16LE(header+"["+key+"]\n\"a\"=\"2\"\n\"C\"=\"2\"")))
	require.Equal(t, []string{"A REG_SZ 2", "B REG_SZ 1", "C REG_SZ 2"}, told(t, &r, key))
	values, err := r.Values(`HKEY_LOCAL_MACHINE\SOFTWARE`)
	require.NoError(t, err, "a key exists together with those above it")
	require.Empty(t, values)
	for _, name := range []string{`HKEY_LOCAL_MACHINE\SOFTWARE\Khron`, `HKEY_CURRENT_USER`, ""} {
		_, err = r.Values(name)
		require.ErrorIs(t, err, fs.ErrNotExist, name)
	}
	_, err = new(registry.Registry).Values(key)
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// Keys are named as the files name them first, and a key that is deleted is no longer below another.
func TestKeys(t *testing.T) {
	t.Parallel()
	const enum = `HKEY_LOCAL_MACHINE\SYSTEM\Enum`
	var r registry.Registry
	require.NoError(t, r.Read("1.reg", []byte(header+"["+enum+"\\USB\\Vid_1\\b]\n["+enum+"\\USB\\VID_1\\A]\n["+enum+"\\DISPLAY]\n[HKLM\\SYSTEM\\ENUM\\usb\\VID_2\\]\n")))
	for key, want := range map[string][]string{
		enum: {"USB", "DISPLAY"}, `hklm\system\enum\usb`: {"Vid_1", "VID_2"}, enum + `\USB\vid_1`: {"b", "A"}, enum + `\USB\VID_2`: nil, `HKLM`: {"SYSTEM"},
	} {
		got, err := r.Keys(key)
		require.NoError(t, err, key)
		require.Equal(t, want, got, key)
	}
	require.NoError(t, r.Read("2.reg", []byte(header+"[-"+enum+"\\usb\\VID_1]\n[-"+enum+"\\NONE]\n["+enum+"\\USB\\VID_1\\c]\n")))
	got, err := r.Keys(enum + `\USB`)
	require.NoError(t, err)
	require.Equal(t, []string{"VID_2", "VID_1"}, got)
	got, err = r.Keys(enum + `\USB\VID_1`)
	require.NoError(t, err)
	require.Equal(t, []string{"c"}, got, "nothing of the deleted key is left")
	_, err = r.Keys(enum + `\NONE`)
	require.ErrorIs(t, err, fs.ErrNotExist)
	var empty registry.Registry
	require.NoError(t, empty.Read("3.reg", []byte(header+"[-"+enum+"]\n")), "it deletes what nobody has")
	_, err = empty.Keys(enum)
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestTexts(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		text string
		want []string
	}{
		"two":              {"x\x00yz\x00", []string{"x", "yz"}},
		"no end":           {"x\x00y", []string{"x", "y"}},
		"an empty one":     {"x\x00\x00y\x00", []string{"x"}},
		"none":             {"", nil},
		"letters in pairs": {"\U0001F600\x00ä\x00", []string{"\U0001F600", "ä"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, registry.Value{Kind: registry.MultiString, Data: registry.TextData(row.text)}.Texts())
		})
	}
	require.Nil(t, registry.Value{Kind: registry.MultiString}.Texts())
	require.Equal(t, []string{"\uFFFD"}, registry.Value{Data: []byte{0, 0xd8, 0x61}}.Texts(), "half a letter, and half a unit")
}

// Wine keeps values in the order of their names.
func TestSort_IsWinesOrder(t *testing.T) {
	t.Parallel()
	var r registry.Registry
	require.NoError(t, r.Read("x.reg", []byte(header+"["+key+"]\n\"b\"=\"1\"\n\"La\"=\"2\"\n\"A\"=\"3\"\n\"l\\\\z\"=\"4\"\n@=\"5\"")))
	r.Sort()
	require.Equal(t, []string{" REG_SZ 5", "A REG_SZ 3", "b REG_SZ 1", `l\z REG_SZ 4`, "La REG_SZ 2"}, told(t, &r, key))
}

// What importers lose without a word is an error with its line and the fix.
func TestRead_NamesTheFault(t *testing.T) {
	t.Parallel()
	in := header + "[" + key + "]\r\n" // three lines
	for name, row := range map[string]struct{ text, want string }{
		"no file of the registry":     {"hello", `x.reg:1: the first line is not "Windows Registry Editor Version 5.00": export it again: reg export HKLM\SOFTWARE\Khronos FILE.reg /reg:64`},
		"nothing":                     {"", `x.reg:1: the first line is not`},
		"Wine's own file":             {"WINE REGISTRY Version 2\n", `x.reg:1: it is Wine's own file of the registry, and no export: export the key in that prefix: wine reg export`},
		"the other UTF-16":            {"\xfe\xff\x00W", `x.reg:1: it is UTF-16 with the high byte first: save it as UTF-16 LE`},
		"neither UTF-16 nor UTF-8":    {in + "\"A\"=\"\xe9\"", `x.reg:4: it is neither UTF-16 nor UTF-8: export it again`},
		"a code page":                 {"REGEDIT4\n[" + key + "]\n\"A\"=\"\xe9\"", `x.reg:3: it has letters of a code page that the file does not name: export it as "Windows Registry Editor Version 5.00"`},
		"a code page in bytes":        {"REGEDIT4\n[" + key + "]\n\"A\"=hex(2):e9,00", `x.reg:3: the text has letters of a code page`},
		"single backslashes":          {in + `"A"="C:\dir\x.json"`, `x.reg:4: a backslash in a text is not doubled, so importers lose the value or a part of it: write every backslash twice, as in "C:\\dir\\file.json"`},
		"single backslashes in names": {in + `"C:\new\x.json"=dword:00000000`, `x.reg:4: a backslash in a text is not doubled`},
		"a backslash at the end":      {in + "\"A\"=\"C:\\\\dir\\\"\r\n\r\n", `x.reg:4: the text has no end: end it with a quotation mark`},
		"nine digits":                 {in + `"A"=dword:000000000`, `x.reg:4: "000000000" is no number of up to eight hexadecimal digits, so importers lose the value: write dword: and eight digits`},
		"no digits":                   {in + `"A"=dword:`, `x.reg:4: "" is no number`},
		"no hexadecimal digits":       {in + `"A"=dword:0000000g`, `x.reg:4: "0000000g" is no number`},
		"a sign":                      {in + `"A"=dword:-1`, `x.reg:4: "-1" is no number`},
		"DWORD in capitals":           {in + `"A"=DWORD:00000000`, `x.reg:4: "DWORD" has capital letters, so some importers lose the value: write dword`},
		"an unknown type":             {in + `"A"=qword:0`, `x.reg:4: there is no type "qword": use a text between quotation marks`},
		"a type without a number":     {in + `"A"=hex(x):00`, `x.reg:4: "hex(x)" names no type: write the number`},
		"no value":                    {in + `"A"=x`, `x.reg:4: "x" is no value`},
		"a byte too long":             {in + `"A"=hex:000`, `x.reg:4: "000" is no byte of two hexadecimal digits`},
		"no byte":                     {in + "\"A\"=hex:00,\\\r\n  zz", `x.reg:5: "zz" is no byte`},
		"bytes without an end":        {in + `"A"=hex:00,\`, `x.reg:4: a backslash continues the bytes, and no line follows`},
		"something after a text":      {in + `"A"="x" "y"`, `x.reg:4: "\"y\"" follows the text`},
		"no equals sign":              {in + `"A"`, `x.reg:4: no = follows the name of the value`},
		"no name":                     {in + `A="x"`, `x.reg:4: the line is neither a key, a value nor a comment`},
		"no key":                      {header + `"A"="x"`, `x.reg:3: a value stands before the first key`},
		"below a deleted key":         {in + "[-" + key + "]\n\"A\"=\"x\"", `x.reg:5: a value stands below a key that is deleted`},
		"a key without an end":        {header + "[" + key, `x.reg:3: the name of the key has no end`},
		"something after a key":       {in[:len(in)-2] + " x", `x.reg:3: "x" follows the key`},
		"a key without a root":        {header + `[SOFTWARE\Khronos]`, `x.reg:3: there is no root key "SOFTWARE": use HKEY_LOCAL_MACHINE or HKEY_CURRENT_USER`},
		"doubled backslashes":         {header + `[HKEY_LOCAL_MACHINE\\SOFTWARE]`, `x.reg:3: the key has an empty name between two backslashes`},
		"too deep":                    {header + "[HKCU" + strings.Repeat(`\a`, 512) + "]", `x.reg:3: the key has more than 512 levels`},
		"a long key":                  {header + `[HKCU\` + strings.Repeat("a", 256) + "]", `x.reg:3: the name of the key has more than 255 characters`},
		"a long name":                 {in + `"` + strings.Repeat("a", 16384) + `"="x"`, `x.reg:4: the name of the value has more than 16383 characters`},
		"too large":                   {in + strings.Repeat(" ", registry.MaxFile), `x.reg:1: it has more than 16 MiB`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var r registry.Registry
			err := r.Read("x.reg", []byte(row.text))
			var failure *registry.FileError
			require.ErrorAs(t, err, &failure)
			require.ErrorIs(t, err, registry.ErrFile)
			require.True(t, strings.HasPrefix(err.Error(), row.want), err.Error())
			require.NotEmpty(t, failure.Fix)
		})
	}
}

// written is a value in the form of an export.
func written(v registry.Value) string {
	name := "@"
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	if v.Name != "" {
		name = `"` + quote.Replace(v.Name) + `"`
	}
	switch {
	case v.Kind == registry.String:
		return name + `="` + quote.Replace(v.Text()) + `"`
	case v.Kind == registry.DWord && len(v.Data) == 4:
		return fmt.Sprintf("%s=dword:%08x", name, binary.LittleEndian.Uint32(v.Data))
	}
	line := fmt.Sprintf("%s=hex(%x):", name, uint32(v.Kind))
	for i, b := range v.Data {
		if line += fmt.Sprintf("%02x,", b); i%20 == 19 {
			line += "\\\r\n  "
		}
	}
	return line + "00"
}

// TestRead_GivesWhatAnExportHolds writes random registries as exports, and reads them.
func TestRead_GivesWhatAnExportHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[ -~äÖ€😀]{0,40}`), 0, 8, strings.ToUpper).Draw(t, "names")
		text, want := header+"["+key+"]\r\n", []registry.Value{}
		for _, name := range names {
			v := registry.Value{Name: name, Kind: rapid.SampledFrom([]registry.Kind{registry.String, registry.ExpandString, registry.Binary, registry.DWord, registry.MultiString, registry.QWord, 0x4a}).Draw(t, "kind")}
			v.Data = rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(t, "data")
			switch v.Kind {
			case registry.String:
				v.Data = registry.TextData(rapid.StringMatching(`[ -~äÖ€😀]{0,60}`).Draw(t, "text"))
			case registry.DWord:
				v.Data = binary.LittleEndian.AppendUint32(nil, rapid.Uint32().Draw(t, "number"))
			}
			text += written(v) + "\r\n"
			if v.Kind != registry.String && v.Kind != registry.DWord {
				v.Data = append(v.Data, 0)
			}
			want = append(want, v)
		}
		data := []byte(text)
		if rapid.Bool().Draw(t, "wide") {
			data = utf16LE(text)
		}
		var r registry.Registry
		require.NoError(t, r.Read("x.reg", data), text)
		got, err := r.Values(key)
		require.NoError(t, err)
		require.Equal(t, want, append([]registry.Value{}, got...))
	})
}

// FuzzRead holds that no file ends the program, and that a fault has its line and a fix.
func FuzzRead(f *testing.F) {
	f.Add([]byte(header + "[" + key + "]\r\n\"A\"=hex(2):00,\\\r\n  01\r\n@=\"x\\\\y\"\r\n[-HKCU\\x]"))
	f.Add(utf16LE(header + "[" + key + "]\r\n\"A\"=dword:00000001\r\n\"A\"=-"))
	f.Add([]byte("REGEDIT4\n[HKCU]\n\"A\"=\"one\ntwo\""))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r registry.Registry
		err := r.Read("x.reg", data)
		if err == nil {
			_, _ = r.Values(key)
			return
		}
		var failure *registry.FileError
		require.ErrorAs(t, err, &failure)
		require.NotEmpty(t, failure.Text)
		require.NotEmpty(t, failure.Fix)
		require.Positive(t, failure.Line)
		require.LessOrEqual(t, failure.Line, len(data)+1)
	})
}
