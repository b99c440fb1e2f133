package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The study in one language, filled.
 *
 * @param date of the board's meeting
 * @param texts the chapters and the annex, marked
 */
record StudyDocument(Filling filling, String date, List<Text> texts) {
    static final Phrase TITLE = new Phrase(
            "Event-driven architecture on three clouds: study for the architecture board",
            "Architecture événementielle sur trois clouds\u00a0: étude pour le comité d’architecture");
    /** The title for where its reader is named beside it. */
    static final Phrase SHORT =
            new Phrase("Event-driven architecture on three clouds", "Architecture événementielle sur trois clouds");

    static final Phrase CONTENTS = new Phrase("Contents", "Sommaire");

    /**
     * A chapter or an annex.
     *
     * @param name of its file without number
     */
    record Text(String name, String marked) {
        String title() {
            return HtmlText.headings(marked, 1).stream().findFirst().orElse(name);
        }
    }

    static StudyDocument of(StudyData data, List<Chapter> chapters, Words words, Map<String, Block> blocks) {
        Filling filling = new Filling(data, words, blocks);
        String date = filling.cover("study.date");
        List<Text> texts = new ArrayList<>();
        chapters.forEach(chapter -> texts.add(new Text(chapter.name(), filling.mark(chapter))));
        filling.check();
        texts.add(new Text("annex", Annex.of(filling, words)));
        return new StudyDocument(filling, date, texts);
    }

    Language language() {
        return filling.language();
    }

    /** {@return the whole as Markdown} */
    String markdown(String evidence) {
        StringBuilder document =
                new StringBuilder("# " + TITLE.in(language()) + "\n\n## " + CONTENTS.in(language()) + "\n\n");
        Slugs slugs = new Slugs();
        texts.forEach(text -> {
            String title = filling.markdown(text.title());
            document.append("- [")
                    .append(title)
                    .append("](#")
                    .append(slugs.of(title))
                    .append(")\n");
        });
        texts.forEach(text -> document.append('\n')
                .append(Links.markdown(filling.markdown(text.marked()), evidence)
                        .replaceAll("(?m)^#", "##")));
        return document.toString().replaceAll("\n{3,}", "\n\n").strip() + "\n";
    }
}
