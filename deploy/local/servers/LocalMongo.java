import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import org.h2.mvstore.MVStore;

/**
 * A MongoDB-compatible server on a file. Its own main class takes no port and keeps the last second in
 * memory; with these two settings a kill -9 loses nothing that was acknowledged.
 */
class LocalMongo {
    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        MVStore store = new MVStore.Builder().fileName(args[1]).autoCommitBufferSize(1).open();
        store.setAutoCommitDelay(20);
        MongoServer server = new MongoServer(new H2Backend(store));
        server.bind("127.0.0.1", port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
    }
}
