/** The files of a manifest: `files/<app_type>/<name>?md5=…` and `hotfix/<device_id>/<name>?md5=…`. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { OtaContext } from './context.ts';
import { Fault } from './faults.ts';
import type { FolderContent } from './folder.ts';

interface Asked {
  Params: { folder: string; name: string };
  Querystring: { md5?: string | string[] };
}

export function fileRoutes(app: FastifyInstance, { tree, hotfixes }: OtaContext): void {
  app.get<Asked>('/files/:folder/:name', async (request, reply) =>
    serve(reply, await tree.appType(request.params.folder), request.params.name, request.query.md5),
  );
  app.get<Asked>('/hotfix/:folder/:name', async (request, reply) => {
    const { folder, name } = request.params;
    const content = await hotfixes.pending(folder);
    if (content) request.deviceId = folder;
    return serve(reply, content, name, request.query.md5);
  });
}

function serve(
  reply: FastifyReply,
  content: FolderContent | undefined,
  name: string,
  md5: string | string[] | undefined,
): FastifyReply {
  const file = content?.files.get(name);
  if (!file) throw new Fault(404, 'file-unknown', 'There is no such file.');
  if (md5 !== undefined && md5 !== file.md5) {
    throw new Fault(
      409,
      'file-changed',
      'The file has changed since it was offered. Ask again what there is.',
    );
  }
  return reply
    .header('content-type', 'text/plain; charset=utf-8')
    .header('x-content-type-options', 'nosniff')
    .header('etag', `"${file.md5}"`)
    .send(file.bytes);
}
