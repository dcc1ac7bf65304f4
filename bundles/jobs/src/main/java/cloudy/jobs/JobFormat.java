// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A job as its file has it: one JSON object. What a later version may add is passed over. */
final class JobFormat {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> MAPS = Set.of("result", "title", "step", "reason");

    private JobFormat() {}

    static byte[] write(Job job) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", job.id());
            json.writeStringField("kind", job.kind());
            write(json, "title", job.title());
            json.writeStringField("by", job.by());
            json.writeStringField("state", job.state().name());
            write(json, "step", job.step());
            json.writeNumberField("percent", job.percent());
            write(json, "reason", job.reason());
            json.writeFieldName("result");
            write(json, job.result());
            json.writeStringField("created", job.created().toString());
            if (job.started().isPresent()) {
                json.writeStringField("started", job.started().get().toString());
            }
            if (job.ended().isPresent()) {
                json.writeStringField("ended", job.ended().get().toString());
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** What is the same in every language is one text, as it always was in files of earlier versions. */
    private static void write(JsonGenerator json, String name, Texts texts) throws IOException {
        if (texts.byLanguage().size() == 1) {
            json.writeStringField(name, texts.english());
        } else {
            json.writeFieldName(name);
            write(json, texts.byLanguage());
        }
    }

    private static void write(JsonGenerator json, Map<String, String> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    /** The job; fails with a sentence that says why this is none. */
    static Job read(byte[] bytes) throws IOException {
        var texts = new HashMap<String, String>();
        var maps = new HashMap<String, Map<String, String>>();
        try (JsonParser json = JSON.createParser(bytes)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "it does not begin with {");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (MAPS.contains(name) && value == JsonToken.START_OBJECT) {
                    maps.put(name, map(json));
                } else if (value != null && value.isScalarValue()) {
                    texts.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT, "it ends too early");
        } catch (JsonProcessingException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
        try {
            return new Job(
                    text(texts, "id"),
                    text(texts, "kind"),
                    words(maps, texts, "title"),
                    text(texts, "by"),
                    Job.State.valueOf(text(texts, "state")),
                    words(maps, texts, "step"),
                    Integer.parseInt(text(texts, "percent")),
                    words(maps, texts, "reason"),
                    maps.getOrDefault("result", Map.of()),
                    Instant.parse(text(texts, "created")),
                    Optional.ofNullable(texts.get("started")).map(Instant::parse),
                    Optional.ofNullable(texts.get("ended")).map(Instant::parse));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Map<String, String> map(JsonParser json) throws IOException {
        var map = new HashMap<String, String>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            map.put(key, json.getText());
        }
        return map;
    }

    private static Texts words(Map<String, Map<String, String>> maps, Map<String, String> texts, String name)
            throws IOException {
        return maps.containsKey(name) ? new Texts(maps.get(name)) : Texts.of(text(texts, name));
    }

    private static String text(Map<String, String> texts, String name) throws IOException {
        String text = texts.get(name);
        require(text != null, name + " is missing");
        return text;
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }
}
