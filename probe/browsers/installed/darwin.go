// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"bytes"
	"context"
	"encoding/xml"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

func onMac(_ context.Context, h loader.Host) []Browser {
	parents := []string{"/Applications", "/System/Applications", "/System/Cryptexes/App/System/Applications"}
	for _, user := range namesIn(h, "/Users") {
		parents = append(parents, "/Users/"+user+"/Applications")
	}
	var found []Browser
	for _, parent := range parents {
		for _, name := range namesIn(h, parent) {
			if !strings.HasSuffix(name, ".app") {
				continue
			}
			if b, is := bundle(h, path.Join(parent, name)); is {
				found = append(found, b)
			}
		}
	}
	return found
}

// bundle makes a browser of a bundle, if it is one.
func bundle(h loader.Host, dir string) (Browser, bool) {
	file := path.Join(dir, "Contents/Info.plist")
	data, err := h.ReadFile(file)
	if err != nil {
		return Browser{}, false
	}
	info := infoPlist(data)
	b := Browser{Host: h, Source: dir, Version: info["CFBundleShortVersionString"]}
	if b.Version != "" {
		b.VersionFrom = file
	}
	frameworks := path.Join(dir, "Contents/Frameworks")
	at := slices.IndexFunc(table(), func(r row) bool { return r.system == "darwin" && r.id == info["CFBundleIdentifier"] })
	switch {
	case at >= 0:
		b.Name, b.Engine = table()[at].name, table()[at].engine
	case isDir(h, frameworks+"/Electron Framework.framework"):
		b.Name, b.Engine, b.Electron = "Electron ("+strings.TrimSuffix(path.Base(dir), ".app")+")", report.EngineChromium, true
		b.Version, b.VersionFrom = "", "" // that of the application
	default:
		return Browser{}, false
	}
	switch b.Engine {
	case report.EngineChromium:
		b.Binary = framework(h, frameworks)
	case report.EngineGecko:
		b.Binary = existing(h, dir+"/Contents/MacOS/XUL")
	}
	if b.Binary == "" {
		b.NoBinary = "no library of its own is in " + dir
	}
	return b, true
}

// framework returns the program of the framework of a browser that is made of Chromium, or "".
func framework(h loader.Host, frameworks string) string {
	for _, name := range namesIn(h, frameworks) {
		if called, is := strings.CutSuffix(name, ".framework"); is && strings.HasSuffix(called, " Framework") {
			if file := path.Join(frameworks, name, "Versions/Current", called); isFile(h, file) {
				return file
			}
			return existing(h, path.Join(frameworks, name, called))
		}
	}
	return ""
}

// infoPlist returns the texts of a property list in XML that are not inside other values. Of another one it returns none.
func infoPlist(data []byte) map[string]string {
	texts := map[string]string{}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.Strict = true
	depth, element, key, text := 0, "", "", ""
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return texts
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			element, text = t.Name.Local, ""
		case xml.CharData:
			if depth == 3 && len(text)+len(t) < 256 {
				text += string(t)
			}
		case xml.EndElement:
			if depth == 3 && element == "key" {
				key = text
			} else if depth == 3 && element == "string" && key != "" {
				texts[key], key = text, ""
			} else if depth == 3 {
				key = ""
			}
			depth--
			element = ""
		}
	}
}
