// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Field;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.settings.Setting;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a bundle's metatype, texts and components when a person is to fill them in. */
class FormTest {

    private static final String METATYPE =
            """
            <MetaData localization='OSGI-INF/l10n/box' xmlns:cloudy='%s'>
              <OCD id='c' name='%%box' description='About boxes'>
                <AD id='size' type='Integer' name='%%size' description='%%nothing' min='1' max='9' default='3'
                    cloudy:unit='MB' cloudy:group='%%group'/>
                <AD id='name' name='Name' cloudy:pattern='[a-z]+' cloudy:sentence='%%letters'/>
                <AD id='level' name='Level' default='low' cloudy:pattern='.*'>
                  <Option label='%%low' value='low'/><Option label='' value='high'/>
                </AD>
                <AD id='ports' type='Integer' cardinality='3' default='80,443'/>
                <AD id='load' type='Double' default='0.5'/>
                <AD id='letter' type='Char' default='x'/>
                <AD id='on' type='Boolean' default='true'/>
                <AD id='.key' type='Password' default='none'/>
              </OCD>
              <Designate pid='cloudy.box'><Object ocdref='c'/></Designate>
              <Designate pid='cloudy.Odd'><Object ocdref='c'/></Designate>
            </MetaData>
            """
                    .formatted(Setting.NAMESPACE);

    private static final String COMPONENT =
            """
            <scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='org.example.Box' %s>
              <property name='cloudy.port' type='Integer' value='8080'/>
              <property name='cloudy.description' value='Boxes'/>
              <property name='cloudy.txt' value=''/>
              <service><provide interface='%s'/></service>
            </scr:component>
            """;

    private static final String SERVICE = "cloudy.api.CloudyService";

    private Etc etc;

    @BeforeEach
    void prepare(@TempDir Path home) throws Exception {
        etc = new Etc(home);
    }

    @Test
    void hasTypesLimitsUnitsOptionsAndSecretsInTheOrderOfTheBundle() throws Exception {
        Form form = form(Map.of("OSGI-INF/metatype/a.xml", METATYPE)).orElseThrow();

        assertThat(form.fields())
                .extracting(Field::name)
                .containsExactly("size", "name", "level", "ports", "load", "letter", "on", ".key");
        assertThat(form.fields())
                .extracting(Field::type)
                .containsExactly(
                        Field.Type.INTEGER,
                        Field.Type.TEXT,
                        Field.Type.TEXT,
                        Field.Type.INTEGER,
                        Field.Type.NUMBER,
                        Field.Type.TEXT,
                        Field.Type.BOOLEAN,
                        Field.Type.TEXT);
        Field size = form.fields().get(0);
        assertThat(size.min()).contains(BigDecimal.ONE);
        assertThat(size.max()).contains(BigDecimal.valueOf(9));
        assertThat(size.unit()).isEqualTo("MB");
        assertThat(size.initial()).containsExactly("3");
        assertThat(size.required()).isFalse();
        Field name = form.fields().get(1);
        assertThat(name.pattern()).contains("[a-z]+");
        assertThat(name.required()).isTrue();
        assertThat(form.fields().get(2).options())
                .extracting(Field.Option::value)
                .containsExactly("low", "high");
        assertThat(form.fields().get(2).pattern()).isEmpty();
        assertThat(form.fields().get(3).several()).hasValue(3);
        assertThat(form.fields().get(3).initial()).containsExactly("80", "443");
        assertThat(form.fields().get(5).max()).contains(BigDecimal.ONE);
        assertThat(form.fields().get(7).secret()).isTrue();
        assertThat(form.fields().get(7).initial()).isEmpty();
        assertThat(etc.settings().declared()).containsExactly("cloudy.box");
    }

    @Test
    void speaksTheLanguagesOfTheBundle() throws Exception {
        Form form = form(Map.of(
                        "OSGI-INF/metatype/a.xml", METATYPE,
                        "OSGI-INF/l10n/box.properties",
                                "box = Box\nsize = Size\ngroup = Measures\nlow = Low\nletters = must be letters",
                        "OSGI-INF/l10n/box_ca.properties", "box = Capsa\nsize = Mida: què ocupa\nlow = Baix",
                        "OSGI-INF/l10n/box_es.properties", "box = Caja\ngroup = Medidas"))
                .orElseThrow();

        assertThat(form.title()).isEqualTo(Texts.of("Capsa", "Caja", "Box"));
        assertThat(form.help()).isEqualTo(Texts.of("About boxes"));
        Field size = form.fields().get(0);
        assertThat(size.title().byLanguage()).isEqualTo(Map.of("ca", "Mida: què ocupa", "en", "Size"));
        assertThat(size.help()).isEqualTo(Texts.of("nothing"));
        assertThat(size.group().byLanguage()).isEqualTo(Map.of("es", "Medidas", "en", "Measures"));
        assertThat(form.fields().get(2).options().get(0).title().in(List.of(Locale.forLanguageTag("ca"))))
                .isEqualTo("Baix");
        assertThat(form.fields().get(2).options().get(1).title()).isEqualTo(Texts.of("high"));

        etc.change("cloudy.box.cfg", "name = 7");
        assertThat(etc.settings().refusals().get("cloudy.box.cfg").english())
                .isEqualTo("name: must be letters, not \"7\"");
    }

    @Test
    void hugeAndBrokenTextsHarmNobody() throws Exception {
        Form form = form(Map.of(
                        "OSGI-INF/metatype/a.xml",
                        METATYPE,
                        "OSGI-INF/l10n/box.properties",
                        "box = " + "x".repeat(5_000) + "\nsize = a\\nb",
                        "OSGI-INF/l10n/box_ca.properties",
                        "box = \\u12",
                        "OSGI-INF/l10n/box_es.properties",
                        "#".repeat((1 << 20) + 1)))
                .orElseThrow();

        assertThat(form.title().byLanguage()).containsOnlyKeys("en");
        assertThat(form.title().in(List.of())).hasSize(2_000);
        assertThat(form.fields().get(0).title().in(List.of())).isEqualTo("a\uFFFDb");
    }

    @Test
    void hasTheStandardFieldsOfAService() throws Exception {
        Form form = form(Map.of(
                        "OSGI-INF/metatype/a.xml",
                        METATYPE,
                        "OSGI-INF/x.xml",
                        COMPONENT.formatted("configuration-pid='$ cloudy.box'", SERVICE)))
                .orElseThrow();

        assertThat(form.fields())
                .extracting(Field::name)
                .endsWith(
                        ".key",
                        "cloudy.enabled",
                        "cloudy.publish",
                        "cloudy.audience",
                        "cloudy.description",
                        "cloudy.port",
                        "cloudy.txt");
        assertThat(form.field("cloudy.port").orElseThrow().initial()).containsExactly("8080");
        assertThat(form.field("cloudy.description").orElseThrow().initial()).containsExactly("Boxes");
        assertThat(form.field("cloudy.txt").orElseThrow().initial()).isEmpty();
        assertThat(form.field("cloudy.publish").orElseThrow().initial()).containsExactly("true");
        assertThat(form.fields().subList(8, 14))
                .allMatch(field -> field.title().byLanguage().size() == 3
                        && field.help().byLanguage().size() == 3);
    }

    @Test
    void aServiceWithoutSettingsOfItsOwnHasAFormToo() throws Exception {
        Form form = form(Map.of("OSGI-INF/x.xml", COMPONENT.formatted("configuration-pid='cloudy.box'", SERVICE)))
                .orElseThrow();

        assertThat(form.fields()).hasSize(6);
        assertThat(form.title()).isEqualTo(Texts.of("cloudy.box"));
        assertThat(etc.settings().declared()).containsExactly("cloudy.box");
    }

    @Test
    void otherComponentsHaveNoStandardFields() throws Exception {
        assertThat(form(Map.of("OSGI-INF/x.xml", COMPONENT.formatted("configuration-pid='cloudy.box'", "x.Y"))))
                .isEmpty();
        assertThat(form(Map.of(
                        "OSGI-INF/x.xml",
                        COMPONENT.formatted("configuration-pid='cloudy.box' configuration-policy='ignore'", SERVICE))))
                .isEmpty();
        assertThat(form(Map.of("OSGI-INF/x.xml", "<broken"))).isEmpty();
        assertThat(form(Map.of())).isEmpty();
    }

    private Optional<Form> form(Map<String, String> files) throws Exception {
        etc.reboot();
        etc.osgi()
                .context()
                .installBundle(
                        "test:box",
                        Osgi.jar(
                                "box",
                                Map.of(
                                        "Service-Component", "OSGI-INF/*.xml, OSGI-INF/missing.xml",
                                        "Import-Package", "cloudy.api"),
                                files));
        return etc.start().form("cloudy.box");
    }
}
