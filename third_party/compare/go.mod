module github.com/xrprobe/xrprobe/third_party/compare

go 1.26.0

replace github.com/xrprobe/xrprobe => ../..

require (
	github.com/ebitengine/purego v0.11.3
	github.com/xrprobe/xrprobe v0.0.0
)

require golang.org/x/sys v0.49.0 // indirect
