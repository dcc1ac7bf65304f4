// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * The whole zone, one message after the other (RFC 5936), made as they are asked for. What changes meanwhile may be told
 * as it was or as it is; the serial has grown then, and whoever follows comes again.
 */
final class Transfer implements Iterator<byte[]> {

    /** Bytes of records in a message, about: small ones keep others waiting for less. */
    private static final int MESSAGE = 16_000;

    private final int id;
    private final Record question;
    private final Iterator<Record> records;

    Transfer(int id, Record question, Zone zone) {
        this.id = id;
        this.question = question;
        Record soa = zone.soa();
        records = Stream.of(Stream.of(soa), Stream.of(zone.ns()), zone.all().flatMap(List::stream), Stream.of(soa))
                .flatMap(each -> each)
                .iterator();
    }

    @Override
    public boolean hasNext() {
        return records.hasNext();
    }

    @Override
    public byte[] next() {
        var message = new Message(id);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.AA);
        message.addRecord(question, Section.QUESTION);
        List<Record> told = new ArrayList<>();
        int bytes = 0;
        while (records.hasNext() && bytes < MESSAGE) {
            Record record = records.next();
            told.add(record);
            bytes += record.toWire(Section.ANSWER).length;
        }
        told.forEach(record -> message.addRecord(record, Section.ANSWER));
        return message.toWire();
    }
}
