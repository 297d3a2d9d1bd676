// Serves gauges as Go's client_golang does: arguments are a number of series and a port.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

var figures = []string{
	"trro_device_active_field_devices",
	"trro_device_active_remote_devices",
	"trro_device_not_bad_session_ratio",
	"trro_device_not_bad_sessions",
	"trro_device_session_duration_seconds",
	"trro_device_sessions",
}

func main() {
	series, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	before := heapBytes()
	registry := prometheus.NewRegistry()
	answered := gauge(registry, "trro_device_last_success_timestamp_seconds", "device_id", "interval", "project_id")
	vectors := []*prometheus.GaugeVec{}
	for _, name := range figures {
		vectors = append(vectors, gauge(registry, name, "device_id", "interval", "project_id", "window"))
	}
	for device := 0; device*39 < series; device++ {
		id := fmt.Sprintf("truck-%05d", device)
		project := fmt.Sprintf("project-%08d", device/100)
		for _, interval := range []string{"hour", "day", "month"} {
			answered.WithLabelValues(id, interval, project).Set(1763799600.0)
			for number, vector := range vectors {
				for _, window := range []string{"current", "previous"} {
					vector.WithLabelValues(id, interval, project, window).Set(float64((device*31 + number*7) % 50))
				}
			}
		}
	}
	fmt.Printf("client_golang: %d bytes of live heap a series\n", (heapBytes()-before)/uint64(series))
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[2], nil))
}

func gauge(registry *prometheus.Registry, name string, labels ...string) *prometheus.GaugeVec {
	vector := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: "Figures of a device."}, labels)
	registry.MustRegister(vector)
	return vector
}

func heapBytes() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
