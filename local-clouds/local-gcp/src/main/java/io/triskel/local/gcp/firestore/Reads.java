package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.DocumentMask;
import com.google.firestore.v1.GetDocumentRequest;
import com.google.firestore.v1.ListCollectionIdsRequest;
import com.google.firestore.v1.ListCollectionIdsResponse;
import com.google.firestore.v1.ListDocumentsRequest;
import com.google.firestore.v1.ListDocumentsResponse;
import com.google.firestore.v1.RunAggregationQueryRequest;
import com.google.firestore.v1.RunAggregationQueryResponse;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.TransactionOptions;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.triskel.local.gcp.wire.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Implements the calls that read, separately or in a transaction. */
final class Reads {
    private static final int PAGE = 300;

    private final StoredDocuments documents;
    private final IndexExemptions exemptions;
    private final Contention contention;
    private final FirestoreCounts counts;

    Reads(StoredDocuments documents, IndexExemptions exemptions, Contention contention, FirestoreCounts counts) {
        this.documents = documents;
        this.exemptions = exemptions;
        this.contention = contention;
        this.counts = counts;
    }

    /** The transaction of a read, and whether the read begins it. */
    private record Reader(Optional<Transaction> transaction, boolean begins) {
        private ByteString beginning() {
            return begins ? transaction.orElseThrow().id() : ByteString.EMPTY;
        }
    }

    void getDocument(GetDocumentRequest request, StreamObserver<Document> caller) {
        Calls.answer(caller, () -> {
            Unimitated.in(request);
            String name = DocumentName.checked(request.getName());
            synchronized (documents) {
                Optional<Document> document = documents.get(name);
                reader(request.getTransaction()).transaction().ifPresent(reading -> reading.read(name, document));
                counts.read(1);
                return masked(
                        document.orElseThrow(() -> Status.NOT_FOUND
                                .withDescription("Document \"" + name + "\" not found.")
                                .asRuntimeException()),
                        request.hasMask() ? Optional.of(request.getMask()) : Optional.empty());
            }
        });
    }

    void batchGetDocuments(BatchGetDocumentsRequest request, StreamObserver<BatchGetDocumentsResponse> caller) {
        Calls.attempt(caller, () -> {
            Unimitated.in(request);
            List<BatchGetDocumentsResponse> responses = new ArrayList<>();
            synchronized (documents) {
                Reader reader = request.hasNewTransaction()
                        ? beginning(request.getNewTransaction())
                        : reader(request.getTransaction());
                Timestamp now = documents.tick();
                if (reader.begins()) {
                    responses.add(BatchGetDocumentsResponse.newBuilder()
                            .setTransaction(reader.beginning())
                            .setReadTime(now)
                            .build());
                }
                for (String name : request.getDocumentsList()) {
                    Optional<Document> document = documents.get(DocumentName.checked(name));
                    reader.transaction().ifPresent(reading -> reading.read(name, document));
                    counts.read(1);
                    responses.add(response(request, name, document, now));
                }
            }
            responses.forEach(caller::onNext);
            caller.onCompleted();
        });
    }

    void listDocuments(ListDocumentsRequest request, StreamObserver<ListDocumentsResponse> caller) {
        Calls.answer(caller, () -> {
            Unimitated.in(request);
            StructuredQuery.Builder query = StructuredQuery.newBuilder()
                    .addFrom(
                            StructuredQuery.CollectionSelector.newBuilder().setCollectionId(request.getCollectionId()));
            int size = request.getPageSize() > 0 ? request.getPageSize() : PAGE;
            Optional<DocumentMask> mask = request.hasMask() ? Optional.of(request.getMask()) : Optional.empty();
            synchronized (documents) {
                NavigableMap<String, Document> listed = new TreeMap<>(DocumentName.ORDER);
                if (request.getShowMissing()) {
                    documents
                            .missing(request.getParent() + "/" + request.getCollectionId())
                            .forEach(name -> listed.put(
                                    name, Document.newBuilder().setName(name).build()));
                }
                Query.of(request.getParent(), query.build(), exemptions)
                        .run(documents)
                        .forEach(document -> listed.put(document.getName(), document));
                List<Document> later = List.copyOf(
                        listed.tailMap(request.getPageToken(), false).values());
                List<Document> page = later.subList(0, Math.min(size, later.size()));
                counts.read(page.size());
                ListDocumentsResponse.Builder response = ListDocumentsResponse.newBuilder();
                page.forEach(document -> response.addDocuments(masked(document, mask)));
                if (page.size() < later.size()) {
                    response.setNextPageToken(page.get(page.size() - 1).getName());
                }
                return response.build();
            }
        });
    }

    void listCollectionIds(ListCollectionIdsRequest request, StreamObserver<ListCollectionIdsResponse> caller) {
        Calls.answer(caller, () -> {
            Unimitated.in(request);
            synchronized (documents) {
                return ListCollectionIdsResponse.newBuilder()
                        .addAllCollectionIds(documents.collectionIds(DocumentName.database(request.getParent())))
                        .build();
            }
        });
    }

    void runQuery(RunQueryRequest request, StreamObserver<RunQueryResponse> caller) {
        Calls.attempt(caller, () -> {
            Unimitated.in(request);
            Query query = Query.of(request.getParent(), request.getStructuredQuery(), exemptions);
            List<Document> results;
            Reader reader;
            Timestamp now;
            synchronized (documents) {
                reader = request.hasNewTransaction()
                        ? beginning(request.getNewTransaction())
                        : reader(request.getTransaction());
                results = query.run(documents);
                reader.transaction().ifPresent(reading -> reading.read(query, results));
                now = documents.tick();
                counts.read(results.size());
            }
            if (reader.begins()) {
                caller.onNext(RunQueryResponse.newBuilder()
                        .setTransaction(reader.beginning())
                        .build());
            }
            for (Document document : results) {
                caller.onNext(RunQueryResponse.newBuilder()
                        .setDocument(query.projected(document))
                        .setReadTime(now)
                        .build());
            }
            if (results.isEmpty()) {
                caller.onNext(RunQueryResponse.newBuilder().setReadTime(now).build());
            }
            caller.onCompleted();
        });
    }

    void runAggregationQuery(RunAggregationQueryRequest request, StreamObserver<RunAggregationQueryResponse> caller) {
        Calls.answer(caller, () -> {
            Unimitated.in(request);
            var structure = request.getStructuredAggregationQuery();
            Query query = Query.of(request.getParent(), structure.getStructuredQuery(), exemptions);
            synchronized (documents) {
                Reader reader = request.hasNewTransaction()
                        ? beginning(request.getNewTransaction())
                        : reader(request.getTransaction());
                List<Document> results = query.run(documents);
                reader.transaction().ifPresent(reading -> reading.read(query, results));
                // The service bills one read per 1000 index entries.
                counts.read(results.size() / 1000 + 1);
                return RunAggregationQueryResponse.newBuilder()
                        .setTransaction(reader.beginning())
                        .setResult(Aggregations.of(structure.getAggregationsList(), results))
                        .setReadTime(documents.tick())
                        .build();
            }
        });
    }

    private Reader reader(ByteString transaction) {
        return new Reader(transaction.isEmpty() ? Optional.empty() : Optional.of(contention.find(transaction)), false);
    }

    private Reader beginning(TransactionOptions options) {
        return new Reader(Optional.of(contention.begin(options)), true);
    }

    private static BatchGetDocumentsResponse response(
            BatchGetDocumentsRequest request, String name, Optional<Document> document, Timestamp now) {
        Optional<DocumentMask> mask = request.hasMask() ? Optional.of(request.getMask()) : Optional.empty();
        BatchGetDocumentsResponse.Builder response =
                BatchGetDocumentsResponse.newBuilder().setReadTime(now);
        document.ifPresentOrElse(found -> response.setFound(masked(found, mask)), () -> response.setMissing(name));
        return response.build();
    }

    private static Document masked(Document document, Optional<DocumentMask> mask) {
        return mask.map(fields -> Query.project(document, fields.getFieldPathsList()))
                .orElse(document);
    }
}
