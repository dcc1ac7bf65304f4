// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A network as large as guifi.net, in files of its shapes: always the same one. */
final class MadeUpNetwork {

    static final int ZONES = 1_750;
    static final int NODES = 35_000;
    static final int DEVICES = 50_000;

    private static final String ABOUT =
            "Terrat d'un edifici de cinc plantes amb vista cap a llevant; la clau la t\u00e9 la veïna del "
                    + "segon segona. Antena de 24 dBi, cable blindat fins a l&apos;armari, SAI de 600 VA. ";

    private final Random random = new Random(35_000);
    private int device;
    private int node;

    /** Writes what {@code detail} answers for the whole network, some 100 MB. */
    void detail(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("<?xml version=\"1.0\"?>\n<cnml version=\"0.1\" server_id=\"1\" server_url=\"http://guifi.net\""
                    + " generated=\"20260101 0130\"><class network_description=\"detail\" mapping=\"y\"/>"
                    + "<network nodes=\"" + NODES + "\" devices=\"" + DEVICES + "\">"
                    + "<zone id=\"3671\" parent_id=\"0\" title=\"World\" graph_server=\"1\">");
            for (int zone = 1; zone <= ZONES; zone++) {
                out.write("<zone id=\"" + zone + "\" parent_id=\"3671\" title=\"Comarca " + zone
                        + "\" time_zone=\"+01 2 2\"" + (zone % 3 == 0 ? " graph_server=\"" + (9_000 + zone) + '"' : "")
                        + " zone_nodes=\"20\">");
                for (int i = 0; i < NODES / ZONES; i++) {
                    node(out);
                }
                out.write("</zone>\n");
            }
            out.write("</zone></network></cnml>\n");
        }
    }

    /** Writes what {@code dump/ips} answers: two addresses for each device. */
    static void addresses(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
            out.write(
                    "<?xml version=\"1.0\"?>\n<cnml version=\"0.1\" generated=\"20260101 0130\"><subnet range=\"10\">");
            for (int i = 1; i <= 2 * DEVICES; i++) {
                out.write("<IP address=\"10." + (i >> 16) + '.' + (i >> 8 & 255) + '.' + (i & 255) + "\" device_id=\""
                        + (100_000 + i / 2) + "\" nick=\"Comarca" + i % ZONES + "Rd" + i + "\"/>");
            }
            out.write("</subnet></cnml>\n");
        }
    }

    private void node(Writer out) throws IOException {
        node++;
        out.write("<node id=\"" + node + "\" title=\"Poble&amp;Carrer-" + node + "\" lat=\"41."
                + random.nextInt(999_999)
                + "\" lon=\"2." + random.nextInt(999_999) + "\" antenna_elevation=\"20\" status=\"Working\""
                + " created=\"20091029 0113\" updated=\"20200304 1147\">" + ABOUT.repeat(1 + random.nextInt(4)));
        // Three nodes of seven have two devices, which makes 50,000 of 35,000.
        for (int i = 0; i <= (node % 7 < 3 ? 1 : 0); i++) {
            device(out);
        }
        out.write("</node>\n");
    }

    private void device(Writer out) throws IOException {
        int id = 100_000 + ++device;
        String address = "10." + (device >> 16) + '.' + (device >> 8 & 255) + '.' + (device & 255);
        out.write("<device id=\"" + id + "\" title=\"PobleCarrer-" + node + "Rd" + id
                + "\" type=\"radio\" status=\"Working\""
                + " firmware=\"AirOsv52\" name=\"NanoStation M5\" mainipv4=\"" + address + "\" snmp_index=\"5\""
                + " created=\"20091029 0113\" updated=\"20200304 1147\">" + ABOUT);
        for (int radio = 0; radio < 2; radio++) {
            out.write("<radio id=\"" + radio + "\" device_id=\"" + id + "\" ssid=\"guifi.net-PobleCarrer" + node
                    + "\" mode=\"" + (radio == 0 ? "ap" : "client") + "\" protocol=\"802.11n\" channel=\""
                    + (36 + 4 * radio)
                    + "\" antenna_angle=\"0\" antenna_gain=\"24\" antenna_azimuth=\"" + random.nextInt(360)
                    + "\" clients_accepted=\"Yes\" snmp_name=\"ath" + radio + "\">");
            for (int line = 0; line < 2; line++) {
                int number = 4 * device + 2 * radio + line;
                out.write("<interface id=\"" + number + "\" mac=\"00:27:22:0A:0B:0C\" ipv4=\"" + address
                        + "\" mask=\"255.255.255.224\" type=\"wds/p2p\"><link id=\"" + number + "\" linked_device_id=\""
                        + (100_000 + random.nextInt(DEVICES)) + "\" linked_node_id=\"" + (1 + random.nextInt(NODES))
                        + "\" linked_interface_id=\"" + random.nextInt(4 * DEVICES)
                        + "\" link_type=\"wds\" link_status=\"Working\"/></interface>");
            }
            out.write("</radio>");
        }
        out.write("</device>\n");
    }
}
