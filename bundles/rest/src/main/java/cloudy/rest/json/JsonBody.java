// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.json;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON object of a request, sent by a stranger. */
public final class JsonBody {

    private static final int MAX_ENTRIES = 20_000;
    private static final Texts NOT_JSON =
            Texts.of("El cos no és JSON.", "El cuerpo no es JSON.", "The body is not JSON.");
    private static final Texts TOO_LARGE =
            Texts.of("és un nombre massa gran", "es un número demasiado grande", "is a number that is too large");

    private int entries;

    private JsonBody() {}

    /** The object; refuses everything else. */
    public static Map<String, Object> read(byte[] bytes) {
        String text;
        try {
            // Checked before it is parsed: no half of a character, no overlong one.
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.of(
                    400,
                    Texts.of("El cos no és en UTF-8.", "El cuerpo no está en UTF-8.", "The body is not in UTF-8."));
        }
        try (JsonParser in = Json.FACTORY.createParser(text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw Problem.of(
                        400,
                        Texts.of(
                                "El cos ha de ser un objecte JSON.",
                                "El cuerpo debe ser un objeto JSON.",
                                "The body must be a JSON object."));
            }
            Map<String, Object> object = new JsonBody().object(in);
            if (in.nextToken() != null) {
                throw Problem.of(
                        400,
                        Texts.of(
                                "El cos ha de ser un sol objecte JSON.",
                                "El cuerpo debe ser un solo objeto JSON.",
                                "The body must be one JSON object."));
            }
            return object;
        } catch (StreamConstraintsException e) {
            throw Problem.of(
                    400,
                    Texts.of(
                            "El cos té massa nivells, o un text o un nombre massa llarg.",
                            "El cuerpo tiene demasiados niveles, o un texto o un número demasiado largo.",
                            "The body is nested too deep, or holds a text or number that is too long."));
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).startsWith("Duplicate field")) {
                throw Problem.of(
                        400,
                        Texts.of(
                                "El cos anomena un camp dues vegades.",
                                "El cuerpo nombra un campo dos veces.",
                                "The body names a field twice."));
            }
            throw Problem.of(400, NOT_JSON);
        }
    }

    private Object value(JsonParser in, String field) throws IOException {
        if (++entries > MAX_ENTRIES) {
            throw Problem.of(
                    400,
                    Texts.of(
                                    "El cos té més de %s elements.",
                                    "El cuerpo tiene más de %s elementos.", "The body has more than %s entries.")
                            .with(MAX_ENTRIES));
        }
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> list(in, field);
            case VALUE_STRING -> text(field, in.getText());
            case VALUE_NUMBER_INT -> integer(in, field);
            case VALUE_NUMBER_FLOAT -> decimal(in, field);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw Problem.of(400, NOT_JSON);
        };
    }

    private Map<String, Object> object(JsonParser in) throws IOException {
        var object = new LinkedHashMap<String, Object>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            if (name.codePoints().anyMatch(Text::isControl)) {
                throw Problem.of(
                        400,
                        Texts.of(
                                "El cos té un camp amb caràcters de control al nom.",
                                "El cuerpo tiene un campo con caracteres de control en el nombre.",
                                "The body has a field whose name holds control characters."));
            }
            in.nextToken();
            object.put(name, value(in, name));
        }
        return object;
    }

    private List<Object> list(JsonParser in, String field) throws IOException {
        var list = new ArrayList<Object>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(in, field));
        }
        return list;
    }

    /** Line ends are left to the contract: some texts have several lines. */
    private static String text(String field, String text) {
        if (text.codePoints().anyMatch(c -> c != '\n' && c != '\r' && c != '\t' && Text.isControl(c))) {
            throw new InvalidFieldException(
                    field,
                    Texts.of(
                            "no pot tenir caràcters de control",
                            "no puede tener caracteres de control",
                            "must not hold control characters"));
        }
        return text;
    }

    private static Long integer(JsonParser in, String field) throws IOException {
        try {
            return in.getLongValue();
        } catch (InputCoercionException e) {
            throw new InvalidFieldException(field, TOO_LARGE);
        }
    }

    private static Double decimal(JsonParser in, String field) throws IOException {
        double number = in.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw new InvalidFieldException(field, TOO_LARGE);
        }
        return number;
    }
}
