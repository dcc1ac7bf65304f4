// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.file.AtomicFile;
import cloudy.api.form.Texts;
import cloudy.api.notice.Notices.Urgency;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices in a file of {@code data/notices/}: a JSON array. Not for several threads. */
final class NoticeFile {

    private static final Logger log = LoggerFactory.getLogger(NoticeFile.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    private final Path file;

    NoticeFile(Path file) {
        this.file = file;
    }

    /** What the file holds; one that cannot be read is set aside: what is still so will be said again. */
    List<Notice> read() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it is larger than " + MAX_BYTES + " bytes");
            }
            return parse(bytes);
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            setAside(e);
            return List.of();
        }
    }

    void write(Collection<Notice> notices) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartArray();
            for (Notice notice : notices) {
                json.writeStartObject();
                json.writeStringField("id", notice.id());
                json.writeStringField("urgency", notice.urgency().name());
                json.writeObjectFieldStart("text");
                for (Map.Entry<String, String> text : notice.text().byLanguage().entrySet()) {
                    json.writeStringField(text.getKey(), text.getValue());
                }
                json.writeEndObject();
                json.writeStringField("since", notice.since().toString());
                json.writeBooleanField("dismissed", notice.dismissed());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        AtomicFile.privateFolder(file.getParent());
        AtomicFile.write(file, bytes.toByteArray());
    }

    private void setAside(Exception why) {
        Path aside = file.resolveSibling(file.getFileName() + ".bad");
        log.error("{} cannot be read ({}); it is now {}", file, why.getMessage(), aside.getFileName());
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.error("{} cannot be set aside: {}", file, e.toString());
        }
    }

    private static List<Notice> parse(byte[] bytes) throws IOException {
        var notices = new ArrayList<Notice>();
        try (JsonParser json = JSON.createParser(bytes)) {
            require(json.nextToken() == JsonToken.START_ARRAY, "it does not begin with [");
            while (json.nextToken() == JsonToken.START_OBJECT) {
                notices.add(notice(json));
            }
            require(json.currentToken() == JsonToken.END_ARRAY, "it ends too early");
        }
        return notices;
    }

    private static Notice notice(JsonParser json) throws IOException {
        var fields = new HashMap<String, String>();
        Map<String, String> text = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            require(value != null, "it ends too early");
            if (name.equals("text") && value == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String language = json.currentName();
                    text.put(language, json.nextTextValue());
                }
            } else if (value.isScalarValue()) {
                fields.put(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
        for (String name : List.of("id", "urgency", "since")) {
            require(fields.containsKey(name), name + " is missing");
        }
        require(!text.containsValue(null), "a text is none");
        return new Notice(
                fields.get("id"),
                Urgency.valueOf(fields.get("urgency")),
                new Texts(text),
                Instant.parse(fields.get("since")),
                Boolean.parseBoolean(fields.get("dismissed")));
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }
}
