import type { ApiManagement, ApimResourceRead } from '../ports/api-management.ts';

/**
 * A service that is asked once for what one step looks at several times, first to record what was there and then to change it: each
 * look costs a call of a quota. A write forgets all; so does whoever takes a new one for the next step.
 * @param nothingAt a path or a collection where nothing stands before the first write, as the caller knows
 */
export function lookOnce(apiManagement: ApiManagement, nothingAt: string | undefined): ApiManagement {
  let reads = new Map<string, Promise<ApimResourceRead | undefined>>();
  let lists = new Map<string, ReturnType<ApiManagement['list']>>();
  if (nothingAt !== undefined) {
    reads.set(nothingAt, Promise.resolve(undefined));
    lists.set(nothingAt, Promise.resolve([]));
  }
  const forget = (): void => {
    reads = new Map();
    lists = new Map();
  };
  return {
    service: () => apiManagement.service(),
    read: (path) => remembered(reads, path, () => apiManagement.read(path)),
    list: (collection) => remembered(lists, collection, () => apiManagement.list(collection)),
    write(resource, precondition) {
      forget();
      return apiManagement.write(resource, precondition);
    },
    remove(path, precondition) {
      forget();
      return apiManagement.remove(path, precondition);
    },
    continueWrite(operation) {
      forget();
      return apiManagement.continueWrite(operation);
    },
    writeInfrastructure(infrastructure, etag) {
      forget();
      return apiManagement.writeInfrastructure(infrastructure, etag);
    },
  };
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, look: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? look();
  known.set(key, found);
  return found;
}
