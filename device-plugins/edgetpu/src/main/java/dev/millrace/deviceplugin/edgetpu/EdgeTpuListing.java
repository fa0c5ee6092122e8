package dev.millrace.deviceplugin.edgetpu;

import java.util.List;
import java.util.stream.Collectors;

/** A list of EdgeTPUs as JSON. Names and paths hold characters of device nodes only; others are escaped all the same. */
final class EdgeTpuListing {
    private static final int PRINTABLE = 0x20;

    private EdgeTpuListing() {}

    static String json(List<EdgeTpu> devices) {
        return devices.stream().map(EdgeTpuListing::json).collect(Collectors.joining(",", "[", "]"));
    }

    private static String json(EdgeTpu device) {
        return "{\"name\":" + quoted(device.name()) + ",\"class\":\"EdgeTPU\",\"type\":" + quoted(device.type())
                + ",\"bus\":" + quoted(device.bus().name()) + ",\"path\":" + quoted(device.path())
                + ",\"usbSpeedMbps\":" + device.usbSpeedMbps() + ",\"firmware\":" + device.firmware() + "}";
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < PRINTABLE) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
