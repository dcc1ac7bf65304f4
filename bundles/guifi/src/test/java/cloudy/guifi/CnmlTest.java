// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CnmlTest {

    private final List<Object> heard = new ArrayList<>();

    private void read(String inside) throws IOException {
        byte[] document = ("<?xml version=\"1.0\"?><cnml>" + inside + "</cnml>").getBytes(UTF_8);
        Cnml.read(new ByteArrayInputStream(document), 1_000_000, new Cnml.Sink() {
            @Override
            public void zone(Cnml.Zone zone) {
                heard.add(zone);
            }

            @Override
            public void node(Cnml.Node node) {
                heard.add(node);
            }

            @Override
            public void device(Cnml.Device device) {
                heard.add(device);
            }

            @Override
            public void radio(Cnml.Radio radio) {
                heard.add(radio);
            }

            @Override
            public void line(Cnml.Line line) {
                heard.add(line);
            }

            @Override
            public void link(Cnml.Link link) {
                heard.add(link);
            }

            @Override
            public void service(Cnml.Service service) {
                heard.add(service);
            }
        });
    }

    private <T> List<T> all(Class<T> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void tellsWhatIsInWhat() throws IOException {
        read("<network><zone id='1' title='World'><zone id='2' parent_id='1' title='Osona'>"
                + "<node id='3' title='Vic' status='Working' created='20091029 0113'>"
                + "<device id='4' title='ST1' type='radio' mainipv4='10.0.0.1' name='NanoStation' snmp_index='2'>"
                + "<radio id='0' ssid='guifi' mode='ap' snmp_name='ath0'><interface id='5' mac='m' ipv4='10.0.0.1'>"
                + "<link id='6' linked_node_id='7' linked_device_id='8' linked_interface_id='9' link_type='wds'/>"
                + "</interface></radio><interface id='10' ipv4=''/></device>"
                + "<device id='11'><service id='12' title='Proxy' type='Proxy' status='Working'/></device>"
                + "</node></zone></zone></network>");

        assertThat(all(Cnml.Zone.class)).containsExactly(new Cnml.Zone(1, 0, "World"), new Cnml.Zone(2, 1, "Osona"));
        Cnml.Node node = all(Cnml.Node.class).get(0);
        assertThat(node.zone()).isEqualTo(2);
        assertThat(node.created()).contains(LocalDate.of(2009, 10, 29));
        assertThat(all(Cnml.Device.class)).extracting(Cnml.Device::node).containsExactly(3L, 3L);
        assertThat(all(Cnml.Device.class).get(0).address()).isPresent();
        assertThat(all(Cnml.Radio.class).get(0).snmp()).isEqualTo("ath0");
        assertThat(all(Cnml.Line.class)).extracting(Cnml.Line::device).containsExactly(4L, 4L);
        assertThat(all(Cnml.Link.class)).containsExactly(new Cnml.Link(6, 4, 5, 7, 8, 9, "wds", ""));
        assertThat(all(Cnml.Service.class)).containsExactly(new Cnml.Service(12, 11, "Proxy", "Proxy", "Working"));
    }

    @Test
    void inheritsTheGraphServerDownwards() throws IOException {
        read("<zone id='1' graph_server='100'><zone id='2'><node id='3'><device id='4'/></node></zone>"
                + "<node id='5' graph_server='200'><device id='6'/><device id='7' graph_server='300'/></node>"
                + "<node id='8'><device id='9'/></node></zone><node id='10'><device id='11'/></node>");

        assertThat(all(Cnml.Device.class))
                .extracting(Cnml.Device::graphServer)
                .containsExactly(100L, 200L, 300L, 100L, 0L);
    }

    @Test
    void passesOverWhatHasNoIdWithAllInside() throws IOException {
        read("<zone title='x'><node id='1'><device id='2'/></node></zone><node><device id='3'/></node>"
                + "<node id='4'><device id='-5'><service id='6'/></device><device id='7'><service/></device></node>"
                + "<device id='8'/><interface id='9'/>");

        assertThat(all(Cnml.Node.class)).extracting(Cnml.Node::id).containsExactly(4L);
        assertThat(all(Cnml.Device.class)).extracting(Cnml.Device::id).containsExactly(7L);
        assertThat(heard).hasSize(2);
    }

    @Test
    void takesNoDateThatIsNone() throws IOException {
        read("<node id='1' created='20091329 0113'/><node id='2' created='yesterday'/><node id='3' created='2009'/>"
                + "<node id='4' created='20090228'/>");

        assertThat(all(Cnml.Node.class))
                .extracting(node -> node.created().isPresent())
                .containsExactly(false, false, false, true);
    }

    @Test
    void passesOverWhatCnmlMayComeToHave() throws IOException {
        read(
                "<future><node id='1'><cabinet><device id='2'><fan><interface id='3'/></fan></device></cabinet></node></future>");

        assertThat(all(Cnml.Device.class)).extracting(Cnml.Device::node).containsExactly(1L);
        assertThat(all(Cnml.Line.class)).extracting(Cnml.Line::device).containsExactly(2L);
    }
}
