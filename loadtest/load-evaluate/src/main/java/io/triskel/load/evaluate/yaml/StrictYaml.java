package io.triskel.load.evaluate.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A file with one plain YAML document: no anchors, no aliases, no tags, so that what is read is what stands there. */
public final class StrictYaml {
    private static final int LARGEST = 1 << 20;

    private StrictYaml() {}

    /**
     * {@return the document's root}
     *
     * @throws EvaluationException if the file cannot be read, or is not one plain document
     */
    public static Item read(Path file) {
        String text = text(file);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setUseMarks(true)
                .setAllowNonScalarKeys(true)
                .setCodePointLimit(LARGEST)
                .build();
        try {
            checkPlain(file, new Parse(settings).parseString(text));
            return new Compose(settings)
                    .composeString(text)
                    .map(root -> new Item(file, "", root))
                    .orElseThrow(() -> new EvaluationException(
                            file + ": the file holds no YAML document. docs/evaluation.md shows a whole one."));
        } catch (MarkedYamlEngineException e) {
            int line =
                    e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
            throw new EvaluationException(
                    file + ":" + line + ": this is not YAML: " + e.getProblem()
                            + ". Check quotes, indentation (spaces only), and the space behind each colon.",
                    e);
        } catch (YamlEngineException e) {
            throw new EvaluationException(file + ": this is not YAML: " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            if (!Files.isDirectory(file) && Files.size(file) > LARGEST) {
                throw new EvaluationException(file + ": the file is larger than 1 MiB. Is it another file?");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new EvaluationException(file + ": there is no such file.", e);
        } catch (CharacterCodingException e) {
            throw new EvaluationException(file + ": the file is not in UTF-8.", e);
        } catch (IOException e) {
            throw new EvaluationException(file + ": the file cannot be read: " + e.getMessage(), e);
        }
    }

    private static void checkPlain(Path file, Iterable<Event> events) {
        boolean started = false;
        for (Event event : events) {
            Place place = new Place(file, event.getStartMark().map(Mark::getLine).orElse(0) + 1);
            if (event.getEventId() == Event.ID.DocumentStart) {
                if (started) {
                    throw place.problem("a second YAML document begins here. Keep one in a file, without '---'.");
                }
                started = true;
            }
            if (event instanceof AliasEvent || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                throw place.problem("an anchor (&) or an alias (*) stands here. Write the value itself, or quote it.");
            }
            if (tagged(event)) {
                throw place.problem("a tag (!) stands here. Remove it, and write the value alone.");
            }
        }
    }

    private static boolean tagged(Event event) {
        return (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                || (event instanceof CollectionStartEvent collection
                        && collection.getTag().isPresent());
    }
}
