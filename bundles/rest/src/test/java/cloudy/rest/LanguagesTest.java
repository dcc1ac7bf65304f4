// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static cloudy.rest.House.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is refused is told why in a language that he reads. */
class LanguagesTest {

    @TempDir
    private static Path home;

    private static House house;

    @BeforeAll
    static void open() throws Exception {
        house = new House(home);
        house.open();
    }

    @AfterAll
    static void close() throws Exception {
        house.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ca                    | ca | limit: ha d'estar entre 1 i 1000
                    ca-ES, en;q=0.5       | ca | limit: ha d'estar entre 1 i 1000
                    es                    | es | limit: debe estar entre 1 y 1000
                    fr, es-MX;q=0.8       | es | limit: debe estar entre 1 y 1000
                    en                    | en | limit: must be between 1 and 1000
                    fr                    | en | limit: must be between 1 and 1000
                    *                     | en | limit: must be between 1 and 1000
                    ca;q=zero, \\u0001    | en | limit: must be between 1 and 1000
                    """)
    void theSameRefusalComesInTheLanguageOfTheCaller(String accepted, String language, String sentence)
            throws Exception {
        HttpResponse<String> answer = ask("viewer", SHOP + "items?limit=0", accepted);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"detail\":\"" + sentence + '"');
        assertThat(answer.headers().firstValue("Content-Language")).contains(language);
        assertThat(answer.headers().allValues("Vary")).contains("Accept-Language");
    }

    @Test
    void whoIsNotLetInIsToldSoToo() throws Exception {
        assertThat(ask("", SHOP + "items", "ca").body()).contains("Primer cal entrar");
        assertThat(ask("viewer", SHOP + "nowhere", "es").body()).contains("No hay nada en esta dirección.");
        assertThat(house.get("", SHOP + "items").body()).contains("Sign in first");
    }

    @Test
    void aThirdPartyThatSpeaksEnglishOnlyIsSaidToDoSo() throws Exception {
        HttpResponse<String> answer = ask("viewer", SHOP + "busy", "ca");
        assertThat(answer.body()).contains("Too many buy just now.");
        assertThat(answer.headers().firstValue("Content-Language")).contains("en");
    }

    @Test
    void whatIsAnsweredMayDependOnTheLanguage() throws Exception {
        HttpResponse<String> answer = ask("viewer", SHOP + "items", "ca");
        assertThat(answer.body()).contains("\"languages\":[\"ca\"]");
        assertThat(answer.headers().allValues("Vary")).contains("Accept-Language");
        HttpRequest.Builder again = house.request("viewer", "GET", SHOP + "versioned", "");
        HttpResponse<String> known = house.send(again.header("If-None-Match", "*"));
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.headers().allValues("Vary")).contains("Accept-Language");
    }

    private static HttpResponse<String> ask(String token, String path, String accepted) throws Exception {
        HttpRequest.Builder request = house.request(token, "GET", path, "");
        return house.send(request.header("Accept-Language", accepted));
    }
}
