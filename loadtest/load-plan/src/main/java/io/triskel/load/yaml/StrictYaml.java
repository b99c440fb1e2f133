package io.triskel.load.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** A file with one plain YAML document, without anchors, aliases or tags, so that the file shows exactly what is read. */
public final class StrictYaml {
    private static final int LARGEST = 256 * 1024;

    private final Path file;
    /** Ten times the depth of any file read here; the parser's time grows with the square of the depth. */
    private static final int DEEPEST = 50;

    private final String whole;

    private StrictYaml(Path file, String whole) {
        this.file = file;
        this.whole = whole;
    }

    /**
     * {@return the document's root}
     *
     * @param whole a sentence that says where to see a complete file of this kind
     * @throws InputException if there is none, or more than one, or it is not plain YAML
     */
    public static YamlValue read(Path file, String whole) {
        StrictYaml yaml = new StrictYaml(file, whole);
        return new YamlValue(file, "", yaml.root(yaml.text()));
    }

    /** {@return the same of a text that a program has, such as a resource} */
    public static YamlValue read(String name, String text, String whole) {
        Path file = Path.of(name);
        return new YamlValue(file, "", new StrictYaml(file, whole).root(text));
    }

    /** {@return a value that a program has as YAML} */
    static YamlValue value(String name, String yaml) {
        Node node =
                new Compose(LoadSettings.builder().build()).composeString(yaml).orElseThrow();
        return new YamlValue(Path.of(name), name, node);
    }

    private Node root(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setUseMarks(true)
                .setAllowNonScalarKeys(true)
                .setCodePointLimit(LARGEST)
                .build();
        try {
            checkPlain(new Parse(settings).parseString(text));
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.orElseThrow(() -> new InputException(file + ": the file has no YAML document. " + whole));
        } catch (MarkedYamlEngineException e) {
            int line =
                    e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
            throw new InputException(
                    file + ":" + line + ": this is not YAML: " + e.getProblem()
                            + ". Check quotes, indentation (spaces only), and the space after each colon.",
                    e);
        } catch (ReaderException e) {
            long line = 1
                    + text.codePoints()
                            .limit(e.getPosition())
                            .filter(one -> one == '\n')
                            .count();
            throw new InputException(
                    file + ":" + line
                            + String.format(
                                    Locale.ROOT,
                                    ": this is not YAML: the character U+%04X is not allowed. Remove it, or write it"
                                            + " in double quotes as \"\\x%02X\".",
                                    e.getCodePoint(),
                                    e.getCodePoint()),
                    e);
        } catch (YamlEngineException e) {
            throw new InputException(file + ": this is not YAML: " + e.getMessage(), e);
        }
    }

    private String text() {
        byte[] bytes = bytes();
        if (bytes.length == 0) {
            throw new InputException(file + ": the file is empty. " + whole);
        }
        for (byte one : bytes) {
            if (one == 0) {
                throw new InputException(file + ": the file is binary. Expected: YAML in UTF-8.");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": the file is not in UTF-8. Expected: YAML in UTF-8.", e);
        }
    }

    private byte[] bytes() {
        if (Files.isDirectory(file)) {
            throw new InputException(file + ": this is a folder, not a file. " + whole);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new InputException(
                        file + ": the file is larger than 256 KiB. Is it the wrong file, such as a trace?");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": this file does not exist. " + whole, e);
        } catch (AccessDeniedException e) {
            throw new InputException(file + ": permission to read the file is denied.", e);
        } catch (IOException e) {
            throw new InputException(file + ": cannot read the file: " + e.getMessage(), e);
        }
    }

    private void checkPlain(Iterable<Event> events) {
        boolean started = false;
        int depth = 0;
        for (Event event : events) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEEPEST) {
                throw at(event).problem("values are nested more than " + DEEPEST + " deep. Is it the wrong file?");
            }
            if (event.getEventId() == Event.ID.DocumentStart) {
                if (started) {
                    throw at(event).problem("a second YAML document begins here. Keep one per file, without '---'.");
                }
                started = true;
            }
            if (event instanceof AliasEvent) {
                throw at(event).problem("an alias (*) is not supported. Write the value itself.");
            }
            if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
                throw at(event)
                        .problem("an anchor (&" + node.getAnchor().get()
                                + ") is not supported. Remove it, and write the values out.");
            }
            if (tagged(event)) {
                throw at(event).problem("a tag (!) is not supported. Remove it, and write the value alone.");
            }
        }
    }

    private static boolean tagged(Event event) {
        return (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                || (event instanceof CollectionStartEvent collection
                        && collection.getTag().isPresent());
    }

    private Place at(Event event) {
        return new Place(file, event.getStartMark().map(Mark::getLine).orElse(0) + 1);
    }
}
