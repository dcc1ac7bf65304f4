// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

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

/** A job as its file has it: one JSON object. What a later version may add is passed over. */
final class JobFormat {

    private static final JsonFactory JSON = new JsonFactory();

    private JobFormat() {}

    static byte[] write(Job job) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", job.id());
            json.writeStringField("kind", job.kind());
            json.writeStringField("title", job.title());
            json.writeStringField("by", job.by());
            json.writeStringField("state", job.state().name());
            json.writeStringField("step", job.step());
            json.writeNumberField("percent", job.percent());
            json.writeStringField("reason", job.reason());
            json.writeObjectFieldStart("result");
            for (Map.Entry<String, String> entry : job.result().entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
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

    /** The job; fails with a sentence that says why this is none. */
    static Job read(byte[] bytes) throws IOException {
        var texts = new HashMap<String, String>();
        var result = new HashMap<String, String>();
        try (JsonParser json = JSON.createParser(bytes)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "it does not begin with {");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("result") && value == JsonToken.START_OBJECT) {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String key = json.currentName();
                        json.nextToken();
                        result.put(key, json.getText());
                    }
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
                    text(texts, "title"),
                    text(texts, "by"),
                    Job.State.valueOf(text(texts, "state")),
                    text(texts, "step"),
                    Integer.parseInt(text(texts, "percent")),
                    text(texts, "reason"),
                    result,
                    Instant.parse(text(texts, "created")),
                    Optional.ofNullable(texts.get("started")).map(Instant::parse),
                    Optional.ofNullable(texts.get("ended")).map(Instant::parse));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
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
