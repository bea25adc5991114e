// Measures Go's text/template on the templates of this folder, with the data that SampleNodes.cs makes for .NET.
// Usage: GO111MODULE=off GOPATH=/usr/share/gocode go run engine.go TEMPLATES OUTPUTS SECONDS
// Prints a line per template: name, CPU nanoseconds, bytes and allocations of one operation; writes what each renders to OUTPUTS.
package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"syscall"
	"text/template"

	"github.com/Masterminds/sprig"
)

type Word string

func (w Word) String() string { return string(w) }

type NetDev struct {
	Type, Device, Hwaddr                        string
	OnBoot                                      Word
	Ipaddr, Netmask, Gateway, Ipaddr6, Gateway6 net.IP
	PrefixLen6, MTU                             string
	Tags                                        map[string]string
	primary                                     bool
}

func (d NetDev) Primary() bool { return d.primary }

func (d NetDev) IpCIDR() string {
	ones, _ := net.IPMask(d.Netmask.To4()).Size()
	return d.Ipaddr.String() + "/" + strconv.Itoa(ones)
}

type Kernel struct{ Version, Args string }

type Node struct {
	Name, Comment, ClusterName, ImageName string
	Kernel                                *Kernel
	Tags                                  map[string]string
	NetDevs                               map[string]*NetDev
}

func (n Node) Id() string { return n.Name }

type Root struct {
	Id, BuildHost, Comment, ClusterName, ImageName string
	Tags                                           map[string]string
	NetDevs                                        map[string]*NetDev
	ThisNode                                       *Node
	AllNodes                                       []Node
}

func node(i int) Node {
	return Node{
		Name: fmt.Sprintf("n%04d", i), Comment: "made for measuring", ClusterName: "sample", ImageName: "rocky-9",
		Kernel: &Kernel{Version: "6.12.0-55.el10.x86_64", Args: "quiet"},
		Tags:   map[string]string{"rack": fmt.Sprintf("r%d", i/40), "row": fmt.Sprintf("%d", i/400)},
		NetDevs: map[string]*NetDev{"default": {
			Type: "ethernet", Device: "eth0", Hwaddr: fmt.Sprintf("52:54:00:AB:%02X:%02X", i>>8, i&255), OnBoot: "true",
			Ipaddr: net.IPv4(10, 0, byte(i>>8), byte(i)), Netmask: net.IPv4(255, 255, 0, 0), Gateway: net.IPv4(10, 0, 255, 254),
			Ipaddr6: net.ParseIP(fmt.Sprintf("fd00::%x", i)), PrefixLen6: "64", MTU: "9000", primary: true,
			Tags: map[string]string{"DNS1": "10.0.0.1", "DNS2": "10.0.0.2", "DNSSEARCH": "cluster.example", "zone": "trusted"},
		}},
	}
}

func cpu() int64 {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func measure(name string, seconds float64, operation func()) {
	operations, target := 1, int64(seconds*1e9/7)
	for began := cpu(); cpu()-began < int64(seconds*1e9/2); {
		operation()
	}
	for {
		began := cpu()
		for i := 0; i < operations; i++ {
			operation()
		}
		if cpu()-began > target {
			break
		}
		operations *= 2
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	samples := make([]float64, 7)
	for s := range samples {
		began := cpu()
		for i := 0; i < operations; i++ {
			operation()
		}
		samples[s] = float64(cpu()-began) / float64(operations)
	}
	runtime.ReadMemStats(&after)
	sort.Float64s(samples)
	total := float64(7 * operations)
	fmt.Printf("%s %.1f %.0f %.1f\n", name, samples[3], float64(after.TotalAlloc-before.TotalAlloc)/total, float64(after.Mallocs-before.Mallocs)/total)
}

func main() {
	runtime.GOMAXPROCS(1)
	folder, outputs := os.Args[1], os.Args[2]
	seconds, _ := strconv.ParseFloat(os.Args[3], 64)
	all := make([]Node, 1000)
	for i := range all {
		all[i] = node(i + 1)
	}
	self := node(1)
	root := Root{
		Id: self.Name, BuildHost: "head", Comment: self.Comment, ClusterName: self.ClusterName, ImageName: self.ImageName,
		Tags: self.Tags, NetDevs: self.NetDevs, ThisNode: &self, AllNodes: all,
	}
	for _, name := range []string{"keyfile", "hosts", "hello", "parse"} {
		text, err := os.ReadFile(filepath.Join(folder, name+".tmpl"))
		if err != nil {
			panic(err)
		}
		parse := func() *template.Template {
			return template.Must(template.New(name).Funcs(sprig.TxtFuncMap()).Parse(string(text)))
		}
		parsed := parse()
		var output bytes.Buffer
		run := func() {
			output.Reset()
			if err := parsed.Execute(&output, root); err != nil {
				panic(err)
			}
		}
		run()
		if err := os.WriteFile(filepath.Join(outputs, name), output.Bytes(), 0o600); err != nil {
			panic(err)
		}
		if name == "parse" {
			measure(name, seconds, func() { parse() })
		} else {
			measure(name, seconds, run)
		}
	}
}
