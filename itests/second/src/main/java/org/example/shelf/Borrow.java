// SPDX-License-Identifier: Apache-2.0
package org.example.shelf;

import cloudy.api.action.NeighbourAction;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Field;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.network.Announcement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Copies a file from a neighbour's shelf to this one. */
@Component
public class Borrow implements NeighbourAction {

    private static final int MOST = 10_000_000;

    @Override
    public String id() {
        return "borrow";
    }

    @Override
    public Texts title() {
        return Texts.of("Copia", "Copiar", "Borrow");
    }

    @Override
    public boolean fits(Announcement found) {
        return found.type().equals("shelf") && found.port() > 0;
    }

    @Override
    public Form form(Announcement found) {
        return Form.of(Field.of("file", Field.Type.TEXT, Texts.of("Fitxer", "Archivo", "File"), Texts.none())
                .withPattern("[A-Za-z0-9][A-Za-z0-9._-]{0,63}", Texts.of("must be the name of a file"))
                .asRequired());
    }

    @Override
    public Optional<String> run(Announcement found, Map<String, Object> values, Jobs.Progress job) throws Exception {
        var file = values.get("file").toString();
        var place = URI.create("http://" + found.numbers() + ':' + found.port() + '/' + file);
        var request = HttpRequest.newBuilder(place).timeout(Duration.ofSeconds(10)).build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        try (var body = answer.body()) {
            byte[] content = body.readNBytes(MOST + 1);
            if (answer.statusCode() != 200 || content.length > MOST) {
                throw new IOException("The neighbour has no " + file + ", or one that is too large.");
            }
            AtomicFile.write(AtomicFile.privateFolder(Shelf.FILES).resolve(file), content);
        }
        return Optional.empty();
    }
}
