package io.triskel.load.study;

import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import java.util.List;

/** The table of a chapter's own figures, each with its reason or its source. */
final class FigureTable {
    private FigureTable() {}

    static Block.Shown of(StudyData data, Words words, String chapter) {
        List<Figure> figures = data.figures().declared().stream()
                .map(Declared::figure)
                .filter(figure -> figure.id().startsWith(chapter + "."))
                .toList();
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures of a chapter '" + chapter + "'");
        }
        boolean english = words.language() == Language.ENGLISH;
        Rows rows = new Rows(
                0,
                english
                        ? List.of("Figure", "Value", "Reason or source")
                        : List.of("Grandeur", "Valeur", "Raison ou source"));
        figures.forEach(figure -> rows.add(List.of(
                "`" + figure.id() + "`",
                "{{" + figure.id() + "}}",
                figure.why()
                        .or(figure::source)
                        .map(one -> one.in(words.language()))
                        .orElse(""))));
        return Block.Shown.text(rows.toString());
    }
}
