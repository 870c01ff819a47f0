module github.com/xrprobe/xrprobe/third_party/compare

go 1.26.0

replace github.com/xrprobe/xrprobe => ../..

require (
	github.com/ebitengine/purego v0.11.3
	github.com/mileusna/useragent v1.3.5
	github.com/ua-parser/uap-go v0.0.0-20260529044130-17c35e68e58c
	github.com/xrprobe/xrprobe v0.0.0
)

require (
	github.com/go-json-experiment/json v1.27.2 // indirect
	github.com/hashicorp/golang-lru v1.0.2 // indirect
	golang.org/x/sys v0.49.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)
