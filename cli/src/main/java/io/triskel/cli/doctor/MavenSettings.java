package io.triskel.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * How Maven gets at libraries on this machine.
 *
 * @param proxy what it goes through
 * @param mirror what it asks in place of Maven Central
 * @param repository where it keeps what it fetched, if not in its usual folder
 */
record MavenSettings(Optional<HostPort> proxy, Optional<String> mirror, Optional<Path> repository) {
    private static final MavenSettings NONE = new MavenSettings(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Reads the user's settings; a file that is not there or cannot be read says nothing.
     *
     * @param options the value of MAVEN_OPTS
     */
    static MavenSettings read(Path settingsXml, String options) {
        MavenSettings said = Files.isRegularFile(settingsXml) ? parse(settingsXml) : NONE;
        return new MavenSettings(said.proxy.or(() -> proxyIn(options)), said.mirror, said.repository);
    }

    private static MavenSettings parse(Path settingsXml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // The default error handler prints.
            builder.setErrorHandler(new DefaultHandler());
            Document settings = builder.parse(settingsXml.toFile());
            return new MavenSettings(
                    elements(settings, "proxy")
                            .filter(proxy ->
                                    !text(proxy, "active").orElse("true").equals("false"))
                            .flatMap(proxy -> hostPort(proxy).stream())
                            .findFirst(),
                    elements(settings, "mirror")
                            .filter(mirror -> text(mirror, "mirrorOf")
                                    .orElse("")
                                    .matches("(.*,)?(\\*|central|external:.*)(,.*)?"))
                            .flatMap(mirror -> text(mirror, "url").stream())
                            .findFirst(),
                    elements(settings, "localRepository")
                            .map(path -> path.getTextContent().strip())
                            .findFirst()
                            .map(path -> Path.of(path.replace("${user.home}", System.getProperty("user.home")))));
        } catch (IOException | SAXException | ParserConfigurationException unreadable) {
            return NONE;
        }
    }

    private static Optional<HostPort> hostPort(Element proxy) {
        int port = text(proxy, "port")
                .filter(number -> number.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .orElse(8080);
        return text(proxy, "host").map(host -> new HostPort(host, port));
    }

    /** Maven's own transport takes the JVM's proxy only if it is configured to use system properties. */
    private static Optional<HostPort> proxyIn(String options) {
        if (!options.contains("-Daether.connector.http.useSystemProperties=true")) {
            return Optional.empty();
        }
        Function<String, Optional<String>> property = name -> {
            Matcher value =
                    Pattern.compile("-D" + Pattern.quote(name) + "=(\\S+)").matcher(options);
            return value.find() ? Optional.of(value.group(1)) : Optional.empty();
        };
        int port = property.apply("https.proxyPort")
                .filter(number -> number.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .orElse(443);
        return property.apply("https.proxyHost").map(host -> new HostPort(host, port));
    }

    private static Stream<Element> elements(Document settings, String name) {
        var found = settings.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
    }

    private static Optional<String> text(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        return Optional.ofNullable(found.item(0))
                .map(element -> element.getTextContent().strip());
    }
}
