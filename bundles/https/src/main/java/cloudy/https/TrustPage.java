// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.form.Texts;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/** The page that explains why a browser warns of this node, and what to do. It needs no script and no style. */
final class TrustPage {

    private static final Texts TITLE = Texts.of(
            "Connexió segura amb aquest node", "Conexión segura con este nodo", "A secure connection to this node");

    private static final Texts WHY = Texts.of(
            "Aquest node s'ha fet ell mateix el certificat, perquè en una xarxa comunitària ningú del mig no en pot"
                    + " donar fe. Per això el navegador avisa la primera vegada. La connexió és xifrada igualment.",
            "Este nodo se ha hecho él mismo su certificado, porque en una red comunitaria nadie de en medio puede dar"
                    + " fe de él. Por eso el navegador avisa la primera vez. La conexión va cifrada igualmente.",
            "This node made its certificate itself, because in a community network nobody in the middle can vouch for"
                    + " it. That is why your browser warns the first time. The connection is encrypted all the same.");

    private static final Texts BROUGHT = Texts.of(
            "Qui porta aquest node hi ha posat un certificat d'una altra autoritat.",
            "Quien lleva este nodo ha puesto un certificado de otra autoridad.",
            "Whoever runs this node has put in a certificate by another authority.");

    private static final Texts COMPARE = Texts.of(
            "Compareu l'empremta (SHA-256) que mostra el navegador amb aquesta, o millor amb la que us digui qui porta"
                    + " el node:",
            "Compare la huella (SHA-256) que muestra el navegador con esta, o mejor con la que le diga quien lleva el"
                    + " nodo:",
            "Compare the fingerprint (SHA-256) that the browser shows with this one, or better with the one that the"
                    + " node's operator tells you:");

    private static final Texts INSTALL = Texts.of(
            "Instal·leu l'autoritat del node per no tornar a veure l'avís",
            "Instale la autoridad del nodo para no volver a ver el aviso",
            "Install the node's authority to see no warning any more");

    private static final Texts AUTHORITY = Texts.of(
            "Només pot donar fe de noms acabats en .local i d'adreces privades. La seva empremta:",
            "Solo puede dar fe de nombres acabados en .local y de direcciones privadas. Su huella:",
            "It can vouch for names ending in .local and private addresses only. Its fingerprint:");

    private TrustPage() {}

    /** HTML made of our own words and of fingerprints only: nothing in it has to be escaped. */
    static String write(List<Locale> languages, X509Certificate current, X509Certificate authority, boolean own) {
        String html =
                """
                <!DOCTYPE html>
                <html lang="%s">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title></head>
                <body>
                <h1>%s</h1>
                <p>%s</p>
                <p>%s</p>
                <p><code>%s</code></p>
                <p><a href="/ca.crt">%s</a></p>
                <p>%s</p>
                <p><code>%s</code></p>
                <p lang="ca"><a href="/trust?lang=ca" hreflang="ca">Català</a></p>
                <p lang="es"><a href="/trust?lang=es" hreflang="es">Español</a></p>
                <p lang="en"><a href="/trust?lang=en" hreflang="en">English</a></p>
                </body>
                </html>
                """;
        return html.formatted(
                Texts.of("ca", "es", "en").in(languages),
                TITLE.in(languages),
                TITLE.in(languages),
                (own ? WHY : BROUGHT).in(languages),
                COMPARE.in(languages),
                Credential.fingerprint(current),
                INSTALL.in(languages),
                AUTHORITY.in(languages),
                Credential.fingerprint(authority));
    }
}
