// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.CloudyService;
import cloudy.api.form.Field;
import cloudy.api.form.Field.Option;
import cloudy.api.form.Texts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of a form that every service has. */
final class StandardFields {

    private static final Texts GROUP =
            Texts.of("Anunci als veïns", "Anuncio a los vecinos", "Announcement to neighbours");

    private static final int MAX_PORT = 65_535;

    private static final List<Field> FIELDS = List.of(
            field(
                    CloudyService.ENABLED,
                    Field.Type.BOOLEAN,
                    Texts.of("Encès", "Encendido", "Switched on"),
                    Texts.of(
                            "Si el servei funciona en aquest node",
                            "Si el servicio funciona en este nodo",
                            "Whether the service runs on this node")),
            field(
                    CloudyService.PUBLISH,
                    Field.Type.BOOLEAN,
                    Texts.of("Anuncia'l", "Anunciarlo", "Announce it"),
                    Texts.of(
                            "Si els veïns en poden saber mentre està encès",
                            "Si los vecinos pueden saber de él mientras está encendido",
                            "Whether neighbours may hear of it while it is on")),
            field(
                            "cloudy.audience",
                            Field.Type.TEXT,
                            Texts.of("Per a qui", "Para quién", "For whom"),
                            Texts.of(
                                    "El cercle més ampli que en pot saber",
                                    "El círculo más amplio que puede saber de él",
                                    "The widest circle that may hear of it"))
                    .withOptions(List.of(
                            new Option("lan", Texts.of("Només aquesta xarxa", "Solo esta red", "This network only")),
                            new Option(
                                    "community",
                                    Texts.of("Tota la comunitat", "Toda la comunidad", "The whole community")))),
            field(
                    "cloudy.description",
                    Field.Type.TEXT,
                    Texts.of("Descripció", "Descripción", "Description"),
                    Texts.of(
                            "El que els veïns llegeixen a la llista de serveis",
                            "Lo que los vecinos leen en la lista de servicios",
                            "What neighbours read in the list of services")),
            field(
                            "cloudy.port",
                            Field.Type.INTEGER,
                            Texts.of("Port", "Puerto", "Port"),
                            Texts.of(
                                    "On s'hi connecten els veïns; 0 si no en té",
                                    "Dónde se conectan los vecinos; 0 si no tiene",
                                    "Where neighbours connect to; 0 if it has none"))
                    .within(0, MAX_PORT),
            field(
                    "cloudy.txt",
                    Field.Type.TEXT,
                    Texts.of("Dades (TXT)", "Datos (TXT)", "Facts (TXT)"),
                    Texts.of(
                            "Per a qui el vulgui usar, com ara path=/pads&lang=ca",
                            "Para quien lo quiera usar, como path=/pads&lang=ca",
                            "For those who want to use it, such as path=/pads&lang=ca")));

    private StandardFields() {}

    /**
     * The fields of a service.
     *
     * @param initial what it has by itself; whether it is on before somebody says so is the service's own matter
     */
    static List<Field> of(Map<String, String> initial) {
        return FIELDS.stream()
                .map(field -> with(
                        field, Optional.ofNullable(initial.get(field.name())).or(() -> Optional.of("true")
                                .filter(yes -> field.name().equals(CloudyService.PUBLISH)))))
                .toList();
    }

    /** A standard setting that is no matter of every form, but can be made. */
    static Optional<Field> find(String key) {
        return FIELDS.stream().filter(field -> field.name().equals(key)).findFirst();
    }

    private static Field field(String name, Field.Type type, Texts title, Texts help) {
        return Field.of(name, type, title, help).withGroup(GROUP);
    }

    private static Field with(Field field, Optional<String> initial) {
        return field.withInitial(
                initial.filter(value -> !value.isEmpty()).stream().toArray(String[]::new));
    }
}
